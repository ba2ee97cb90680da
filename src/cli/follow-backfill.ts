// The progress of a backfill while it goes on: a bar with the time left on a terminal, a plain line now and then otherwise.

import type { Parts } from '../app/parts.js';
import { type BackfillProgress, type EarlierProgress, measureBackfill } from '../app/progress.js';
import { formatAge, formatCount } from '../app/quantities.js';
import type { CommandContext } from './command-context.js';

const DRAW_MS = 500;
const LINE_MS = 10_000;
const BAR_CELLS = 24;
/** The time left follows from the speed of so long. */
const MEASURED_MS = 120_000;

interface FollowedParts {
  journal: Pick<Parts['journal'], 'workspaces'>;
  feeds: readonly { config: { type: string } }[];
}

/** Follows until `signal` fires. Where events are printed on the same terminal, no bar is drawn among them. */
export async function followBackfill(
  { journal, feeds }: FollowedParts,
  { clock, screen, logger }: Pick<CommandContext, 'clock' | 'screen' | 'logger'>,
  signal: AbortSignal,
): Promise<void> {
  const draws = screen.isLive && !(screen.isShared && feeds.some(({ config }) => config.type === 'stdout'));
  const measured: EarlierProgress[] = [];
  while (!signal.aborted) {
    await clock.sleep(draws ? DRAW_MS : LINE_MS, signal).catch(() => {});
    if (signal.aborted) break;
    const now = clock.now();
    while ((measured[0]?.at ?? now) < now - MEASURED_MS) measured.shift();
    const progress = measureBackfill(await journal.workspaces(), now, measured[0] ?? unknownSpeed(now));
    if (progress) measured.push({ at: now, remainingMs: progress.remainingMs });
    else measured.length = 0;
    if (draws) screen.draw(progress ? drawBar(progress, screen.columns) : '');
    else if (progress) logger.info('Backfill under way.', describe(progress));
  }
  screen.clear();
}

/** Whatever was read before this command began says nothing about its speed. */
function unknownSpeed(now: number): EarlierProgress {
  return { at: now, remainingMs: 0 };
}

/** One line of at most `columns` characters: bar, share, events, time left. Pure. */
export function drawBar(progress: BackfillProgress, columns: number): string {
  const filled = Math.round(progress.done * BAR_CELLS);
  const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}`;
  const left = progress.etaMs === null ? '' : `  about ${formatAge(progress.etaMs / 1000)} left`;
  const percent = `${Math.floor(progress.done * 100)} %`.padStart(5);
  return `backfill ${bar} ${percent}  ${formatCount(progress.stored)} events${left}`.slice(
    0,
    Math.max(0, columns - 1),
  );
}

function describe(progress: BackfillProgress): Record<string, string | number | undefined> {
  return {
    percent: Math.floor(progress.done * 100),
    events: progress.stored,
    about_left: progress.etaMs === null ? undefined : formatAge(progress.etaMs / 1000),
  };
}
