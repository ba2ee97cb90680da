// A message as its receiver takes it. Whatever stands in it may have been written by a stranger: it is shown, never obeyed.
import type { AlertConfig } from '../../config/config.js';
import { redact } from '../../platform/secrets.js';
import { escapeControls, shorten } from '../../platform/text.js';
import { readVersion } from '../../platform/version.js';
import type { AlertMessage } from './alert-state.js';

const LONGEST_TEXT = 2000;

/** The body of a request. @param journalId null where there is no journal yet. */
export function renderAlert(
  message: AlertMessage,
  { name, type }: Pick<AlertConfig, 'name' | 'type'>,
  journalId: string | null,
): string {
  const clean = (text: string) => shorten(escapeControls(redact(text)), LONGEST_TEXT);
  const subject = clean(message.subject);
  const text = clean(message.message);
  const hint = clean(message.hint);
  if (type === 'slack') return JSON.stringify(slackText(message, subject, text, hint));
  return JSON.stringify({
    version: 1,
    id: `${journalId ?? 'no journal'}/${message.id}`,
    alert: name,
    kind: message.kind,
    recovered: message.recovered,
    reason: message.reason,
    subject,
    at: instant(message.at),
    since: instant(message.since),
    message: text,
    hint,
    code: message.code,
    correlation_id: message.correlationId,
    count: message.count,
    collector_version: readVersion(),
    journal_id: journalId,
  });
}

/** Without `mrkdwn` nothing in the text is formatting; escaped, nothing is a link, a mention or a channel. */
function slackText(message: AlertMessage, subject: string, text: string, hint: string) {
  const lines = [
    `${titleOf(message)}: ${subject}`,
    text,
    ...(hint === '' ? [] : [`What to do: ${hint}`]),
    `Since ${instant(message.since)}`,
    ...(message.correlationId === null ? [] : [`Correlation id: ${escapeControls(message.correlationId)}`]),
  ];
  return { text: lines.map(escapeForSlack).join('\n'), mrkdwn: false };
}

const TITLES: Readonly<Record<AlertMessage['kind'], string>> = {
  failing: 'Failing',
  no_data: 'No data',
  behind: 'Behind',
  dead_letters: 'Events refused for good',
  late: 'Later than the lookback',
  recovered: 'Recovered',
  test: 'Test',
};

function titleOf({ kind, recovered }: AlertMessage): string {
  return recovered === null ? TITLES[kind] : `${TITLES[kind]} (${TITLES[recovered].toLowerCase()})`;
}

function escapeForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function instant(time: number): string {
  return new Date(time).toISOString();
}
