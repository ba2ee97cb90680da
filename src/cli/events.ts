// `events`: searches the journal. A collector may run meanwhile.
import type { Command } from 'commander';
import type { EventSearch, StoredEvent } from '../journal/journal-data.js';
import { addJournalOptions, type ConfigOptions } from './config-options.js';
import { action, type SetExitCode } from './run-command.js';

const EXAMPLES = `
Times are dates (2026-01-01), times with a zone (2026-01-01T09:30:00Z) or spans before now (2h, 7d).

Examples:
  $ workato-audit-logs events --since 7d --type user_login
  $ workato-audit-logs events --user alice@example.com --since 2026-01-01 --until 2026-02-01 --json
`;

/** Lines that are printed at once, with columns of their own. */
const GROUP = 100;

interface EventFlags extends ConfigOptions {
  since?: string;
  until?: string;
  workspace?: string;
  type?: string;
  user?: string;
  resource?: string;
  limit: string;
  json?: boolean;
}

export function addEvents(program: Command, setExitCode: SetExitCode): void {
  addJournalOptions(program.command('events').description('search the journal, newest first'))
    .option('--since <time>', 'events from this time on')
    .option('--until <time>', 'events before this time')
    .option('--workspace <name>', 'events of one workspace')
    .option('--type <event-type>', 'events of one type, such as user_login')
    .option('--user <text>', 'events of a user, by e-mail, name or id')
    .option('--resource <type>', 'events on one type of resource, such as Flow')
    .option('--limit <n>', 'at most so many', '100')
    .option('--json', 'the records as Workato sent them, one a line')
    .addHelpText('after', EXAMPLES)
    .action(
      action<EventFlags>(setExitCode, async (flags, context) => {
        const [{ loadConfig }, { openJournalReader }, { print }, { renderEvents }, { raw }] =
          await Promise.all([
            import('../config/load.js'),
            import('../journal/open-journal.js'),
            import('./print.js'),
            import('./render-event.js'),
            import('../formats/raw.js'),
          ]);
        const config = await loadConfig({ flags, now: context.clock.now, needsTokens: false });
        const search = await readSearch(flags, context.clock.now());
        const journal = await openJournalReader(config.journal.path);
        const show = (events: readonly StoredEvent[]) =>
          flags.json
            ? events.map((event) => `${Buffer.from(raw(event)).toString('utf8')}\n`).join('')
            : renderEvents(events);
        try {
          for await (const group of inGroups(journal.search(search), GROUP)) {
            if (context.stop.signal.aborted || !(await print(show(group)))) break;
          }
          return 0;
        } finally {
          await journal.close();
        }
      }),
    );
}

/** The events of `found`, so many at a time. */
async function* inGroups(
  found: AsyncIterable<StoredEvent>,
  size: number,
): AsyncGenerator<readonly StoredEvent[]> {
  let group: StoredEvent[] = [];
  for await (const event of found) {
    group.push(event);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

async function readSearch(flags: EventFlags, now: number): Promise<EventSearch> {
  const { readMoment, readCount } = await import('./read-flags.js');
  return {
    limit: readCount('--limit', flags.limit),
    ...(flags.since === undefined ? {} : { since: readMoment('--since', flags.since, now) }),
    ...(flags.until === undefined ? {} : { until: readMoment('--until', flags.until, now) }),
    ...(flags.workspace === undefined ? {} : { workspace: flags.workspace }),
    ...(flags.type === undefined ? {} : { type: flags.type }),
    ...(flags.user === undefined ? {} : { user: flags.user }),
    ...(flags.resource === undefined ? {} : { resourceType: flags.resource }),
  };
}
