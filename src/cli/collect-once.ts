// What sync, backfill and replay have in common: parts put together, work with progress on stderr, a summary, an exit code.
import type { ExitCode } from '../app/outcome.js';
import type { Parts } from '../app/parts.js';
import type { SyncReport } from '../app/sync.js';
import type { Config } from '../config/config.js';
import type { CommandContext } from './command-context.js';
import { followBackfill } from './follow-backfill.js';
import { reportError } from './report-error.js';

const GIVE_UP_AFTER_MS = 120_000;

/** Puts the parts of `config` together for `work`, and reports what came of it. */
export async function collectOnce(
  config: Config,
  context: CommandContext,
  work: (parts: Parts, giveUpAfterMs: number) => Promise<SyncReport>,
): Promise<ExitCode> {
  const { compose } = await import('../app/compose.js');
  const { logger } = context;
  const parts = await compose(config, context);
  const done = new AbortController();
  const following = followBackfill(parts, context, done.signal);
  try {
    const report = await work(parts, longestPatience(config));
    done.abort();
    await following;
    const { stored, delivered, failures } = report;
    if (context.stop.signal.aborted)
      logger.info('Stopped before the end. Nothing is lost; the next run goes on from here.', {
        stored,
        delivered,
      });
    else if (failures.length === 0) logger.info('Done.', { stored, delivered });
    else logger.warn('Not everything could be done.', { stored, delivered, failed: failures.length });
    for (const { subject, error } of failures) reportError(error, context, subject);
    return report.exitCode;
  } finally {
    done.abort();
    await following;
    await parts.close();
  }
}

function longestPatience(config: Config): number {
  const given = config.workspaces.map(({ giveUpAfterMs }) => giveUpAfterMs);
  return given.length === 0 ? GIVE_UP_AFTER_MS : Math.max(...given);
}
