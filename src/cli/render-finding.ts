// A finding of `check` as lines for people.
import type { Finding } from '../app/check.js';
import { redact } from '../platform/secrets.js';
import { escapeControls } from '../platform/text.js';

/** `ok` or `FAILED`, what about, and what to do. */
export function renderFinding({ subject, says, error }: Finding): string {
  const lines =
    error === null
      ? [`ok      ${subject}`, ...says.map(indent)]
      : [
          `FAILED  ${subject}`,
          indent(`${error.code}: ${error.message}`),
          ...(error.hint ? [indent(error.hint)] : []),
          ...(error.correlationId ? [indent(`correlation id: ${error.correlationId}`)] : []),
        ];
  return `${lines.map((line) => escapeControls(redact(line))).join('\n')}\n`;
}

function indent(line: string): string {
  return `        ${line}`;
}
