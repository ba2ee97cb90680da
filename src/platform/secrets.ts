// Secrets and the texts that must not carry them. A secret is protected the moment it is read; every error, log line
// and record passes through redact().

const protectedForms = new Set<string>();
const MASK = '[redacted]';
const SHORTEST_SECRET = 6;

/** From here on `secret` is cut out of every redacted text, plain or as it looks in a URL, in JSON or in base64. */
export function protectSecret(secret: string): void {
  for (const form of [secret, ...secret.split(/\s+/)]) {
    if (form.length < SHORTEST_SECRET) continue;
    protectedForms.add(form);
    protectedForms.add(encodeURIComponent(form));
    protectedForms.add(JSON.stringify(form).slice(1, -1));
    // Without padding, so that it is found with and without.
    for (const alphabet of ['base64', 'base64url'] as const)
      protectedForms.add(Buffer.from(form).toString(alphabet).replace(/=+$/, ''));
  }
}

const PATTERNS: readonly [RegExp, string][] = [
  [/\b(bearer|basic)(\s+|%20|\+)[^\s"',;<>]{6,}/gi, `$1 ${MASK}`],
  [/\bwrka[\w.~+/=-]{6,}/g, MASK],
  [/\beyJ[\w-]{8,}\.[\w-]{4,}(\.[\w-]*)?/g, MASK],
  [/\b((?:set-)?cookie|authorization|x-user-token)("?\s*[:=]\s*"?)[^\r\n"]+/gi, `$1$2${MASK}`],
  // Not past a quotation mark: a line of JSON must stay one.
  [/(\/\/)[^/@\s"]+@/g, `$1${MASK}@`],
];

/** `text` without any protected secret or anything that looks like a credential. */
export function redact(text: string): string {
  let clean = text;
  for (const form of protectedForms) clean = clean.replaceAll(form, MASK);
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}
