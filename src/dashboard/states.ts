// What the states mean to somebody who looks: how bad, and by which sign they are known beside their colour.
import type { FeedStatus, WorkspaceStatus } from '../app/status-shape.js';

export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'idle';
export type Sign = 'check' | 'down' | 'hourglass' | 'cross' | 'pause' | 'dots' | 'off';

export interface Condition {
  tone: Tone;
  sign: Sign;
  text: string;
}

const CONDITIONS: Readonly<Record<string, Omit<Condition, 'text'>>> = {
  ok: { tone: 'good', sign: 'check' },
  starting: { tone: 'idle', sign: 'dots' },
  'waiting for budget': { tone: 'warn', sign: 'hourglass' },
  'rate limited': { tone: 'warn', sign: 'hourglass' },
  paused: { tone: 'idle', sign: 'pause' },
  stopped: { tone: 'idle', sign: 'off' },
  'not configured': { tone: 'idle', sign: 'off' },
};
const TROUBLE = { tone: 'bad', sign: 'cross' } as const;
const RANKS: readonly Tone[] = ['bad', 'warn', 'idle', 'busy', 'good'];

/** A healthy workspace is told by what it is doing. */
export function describeWorkspaceState({ state, phase, trouble }: WorkspaceStatus): Condition {
  const known = CONDITIONS[state] ?? TROUBLE;
  if (state !== 'ok') return { ...known, text: state };
  if (trouble) return { ...TROUBLE, text: 'failing' };
  if (phase === 'tailing') return { ...known, text: phase };
  return { tone: 'busy', sign: 'down', text: phase };
}

export function describeFeedState({ state, waiting, replaying_to: replayingTo }: FeedStatus): Condition {
  const known = CONDITIONS[state] ?? TROUBLE;
  if (state !== 'ok') return { ...known, text: state };
  if (replayingTo !== null) return { tone: 'busy', sign: 'down', text: 'replaying' };
  return waiting > 0
    ? { tone: 'busy', sign: 'down', text: 'delivering' }
    : { tone: 'good', sign: 'check', text: 'up to date' };
}

/** Trouble first; among equals by name, so that rows stay where they are. */
export function sortByTrouble<Row extends { name: string }>(
  rows: readonly Row[],
  describe: (row: Row) => Condition,
): readonly Row[] {
  const rank = new Map(rows.map((row) => [row, RANKS.indexOf(describe(row).tone)]));
  return rows.toSorted(
    (a, b) =>
      (rank.get(a) ?? 0) - (rank.get(b) ?? 0) || a.name.localeCompare(b.name, 'en', { numeric: true }),
  );
}
