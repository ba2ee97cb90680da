// The questions of `init`, in their order; what is done with the answers comes in as parameters.
import type { Connection, ConnectionReport } from '../app/connect.js';
import type { NewWorkspace } from '../app/save-workspace.js';
import { DEFAULT_CONFIG_FILE } from '../config/config-file.js';
import { pastMoment } from '../config/fields.js';
import { MOMENT_FORM } from '../config/moment.js';
import type { AuditEvent } from '../events/event.js';
import { formatInstant } from '../events/instant.js';
import { CollectorError, isCollectorError } from '../platform/errors.js';
import { normaliseBaseUrl } from '../workato/base-url.js';
import { findRegion, regions } from '../workato/regions.js';
import { checkToken } from '../workato/token.js';
import type { Asker } from './asker.js';

export interface WizardTools {
  asker: Asker;
  /** Shows a line. */
  tell(line: string): void;
  test(connection: Connection): Promise<ConnectionReport>;
  isThere(file: string): boolean;
  now(): number;
}

export interface WizardAnswers {
  workspace: NewWorkspace;
  token: string;
  /** Null: standard output. */
  file: string | null;
  /** Where a new configuration delivers events; null: to standard output. */
  eventsFile: string | null;
}

const STDOUT = '-';
const KEPT_DAYS = 365;
const DAY_MS = 86_400_000;

/** Asks until a connection works. `given`: the file that was named already. @throws CollectorError what the last test said. */
export async function askForWorkspace(tools: WizardTools, given: string | null): Promise<WizardAnswers> {
  const { asker, tell } = tools;
  const file = given ?? (await asker.ask(`Save to (a file, or ${STDOUT} to print it)`, DEFAULT_CONFIG_FILE));
  const name = await asker.ask('Name of the workspace, for status and logs', 'default');
  const { token, baseUrl, managedUserId } = await askForConnection(tools, name);
  const start = await askForStart(tools);
  const isNew = file !== STDOUT && !tools.isThere(file);
  const eventsFile = isNew ? await asker.ask('Deliver events to (a file; Return: standard output)') : '';
  tell('');
  return {
    workspace: {
      name,
      base_url: baseUrl,
      ...(managedUserId === null ? {} : { managed_user_id: managedUserId }),
      ...(start === '' ? {} : { backfill_start_time: start }),
    },
    token,
    file: file === STDOUT ? null : file,
    eventsFile: eventsFile || null,
  };
}

async function askForConnection(tools: WizardTools, name: string) {
  const { asker, tell } = tools;
  tell('Data centres:');
  for (const [index, { name: region, baseUrl }] of regions.entries())
    tell(`  ${String(index + 1).padStart(2)}  ${region.padEnd(18)}  ${baseUrl}`);
  while (true) {
    const baseUrl = await askUntilGood(tools, async () =>
      readBaseUrl(await asker.ask('Number, or the base URL of a host of your own', '1')),
    );
    const managedUserId =
      (await asker.ask('Embedded: managed user id of the customer (Return: none)')) || null;
    const token = await askUntilGood(tools, async () =>
      checkToken(await asker.askHidden('API token (it is not shown)'), 'The token that was typed'),
    );
    tell('Asking Workato…');
    const { says, newest, error } = await tools.test({ baseUrl, managedUserId, token, workspace: name });
    if (error === null) {
      for (const line of [...says, ...newest.map(describeEvent)]) tell(`  ${line}`);
      return { baseUrl, managedUserId, token };
    }
    tellError(tools, error);
    const again = await asker.ask('Change the answers and test again? (yes or no)', 'yes');
    if (!/^y/i.test(again)) throw error;
  }
}

function readBaseUrl(text: string): string {
  const region = /^\d+$/.test(text) ? regions[Number(text) - 1] : findRegion(text);
  if (region) return region.baseUrl;
  if (!/^\d+$/.test(text)) return normaliseBaseUrl(text);
  throw new CollectorError('CONFIG_INVALID', `There is no data centre ${text}.`);
}

function askForStart(tools: WizardTools): Promise<string> {
  tools.tell('Workato keeps the log for a year, unless something else was agreed.');
  return askUntilGood(tools, async () => {
    const text = await tools.asker.ask('History from (a date, or a span such as 30d; Return: from now on)');
    if (text === '') return text;
    const time = pastMoment(tools.now).safeParse(text).data;
    if (time === undefined)
      throw new CollectorError(
        'CONFIG_INVALID',
        `That is not accepted; expected ${MOMENT_FORM}, in the past.`,
      );
    if (time < tools.now() - KEPT_DAYS * DAY_MS)
      tools.tell('That is more than a year ago: there will hardly be anything as old.');
    return text;
  });
}

async function askUntilGood<Answer>(tools: WizardTools, ask: () => Promise<Answer>): Promise<Answer> {
  while (true) {
    try {
      return await ask();
    } catch (error: unknown) {
      if (!isCollectorError(error, 'CONFIG_INVALID')) throw error;
      tellError(tools, error);
    }
  }
}

export function tellError({ tell }: Pick<WizardTools, 'tell'>, error: CollectorError): void {
  tell(`error: ${error.message}`);
  if (error.hint) tell(`hint: ${error.hint}`);
  if (error.correlationId) tell(`correlation id: ${error.correlationId}`);
}

function describeEvent({ time, type, user, resourceType }: AuditEvent): string {
  const at = time === null ? 'without a time' : formatInstant(time);
  return [at, type ?? 'without a type', user ?? 'system', resourceType ?? ''].join('  ').trimEnd();
}
