// What makes an event the same event wherever it is read from: another journal, a restored one, a renamed workspace. No position and
// no number of the journal's own goes into it.
import { createHash } from 'node:crypto';
import { cutMember } from '../../events/json-bytes.js';
import type { StoredEvent } from '../../journal/journal-data.js';

const PLAIN = /^[\w.:/-]{1,400}$/;
const OPEN_BRACE = 0x7b;

/**
 * `HOST/WORKSPACE/EVENT`, such as `app.eu.workato.com/2100003309/656541`: the base URL, the `workspace.id` that stands in the record
 * (the workspace's name in the configuration, as `name:NAME`, where it has none), and the event's key. At most 400 letters,
 * digits and `.:/-_`; where a part is long or odd, the SHA-256 of all parts instead, 64 hexadecimal digits.
 */
export function identifyEvent(event: StoredEvent): string {
  return join(hostOf(event), workspaceOf(event), event.key);
}

/** `HOST/WORKSPACE` in the same way. */
export function identifyWorkspace(event: StoredEvent): string {
  return join(hostOf(event), workspaceOf(event));
}

function hostOf({ baseUrl }: StoredEvent): string {
  return baseUrl.slice(baseUrl.indexOf('://') + 3);
}

function workspaceOf(event: StoredEvent): string {
  return workspaceIdIn(event.raw) ?? `name:${event.workspace}`;
}

/** The digits or the text of `workspace.id`, exactly as they stand there. It stands at the front: the rest is not read. */
function workspaceIdIn(raw: Uint8Array): string | null {
  const workspace = cutMember(raw, 'workspace', 'first');
  if (workspace?.[0] !== OPEN_BRACE) return null;
  const id = Buffer.from(cutMember(workspace, 'id', 'first') ?? 'null').toString('utf8');
  return id === 'null' || id === '""' ? null : id.replace(/^"(.*)"$/s, '$1');
}

/** Only the host may hold a slash, so that different parts never give the same text. */
function join(host: string, ...parts: readonly string[]): string {
  const text = `${host}/${parts.join('/')}`;
  if (PLAIN.test(text) && !parts.some((part) => part === '' || part.includes('/'))) return text;
  // JSON escapes what UTF-8 cannot hold: two texts stay two.
  return createHash('sha256')
    .update(JSON.stringify([host, ...parts]))
    .digest('hex');
}
