// Paging by an id as the cursor, once it is confirmed that page[after] is one.
import type { AuditEvent } from '../events/event.js';
import { createDrain, type Drain } from './cursor.js';
import { findDisorder, findLateJump } from './rows.js';
import type { Step, TakeOptions } from './step.js';

/** Takes a page that was asked after an id; `fresh` of its rows are new to this drain. */
export function takeById(
  drain: Drain,
  next: Drain,
  rows: readonly AuditEvent[],
  fresh: number,
  options: TakeOptions,
): Step {
  const isOwnRecord = drain.paging === 'inclusive' && rows.length === 1 && rows[0]?.id === drain.after;
  const repeated = drain.overlap + (drain.paging === 'inclusive' ? 1 : 0);
  if (isOwnRecord || (fresh === 0 && rows.length <= repeated)) return { kind: 'done', drain: next };
  if (fresh === 0) return { kind: 'contradicted' };
  const rowwise = options.learnt?.rowwise ?? false;
  if (!rowwise && findDisorder(rows) >= 0) return { kind: 'disordered' };
  const last = rows.findLastIndex((row) => row.id !== null);
  if (last < 0)
    return { kind: 'more', drain: createDrain(drain, { paging: 'time', direction: next.direction }) };
  const at = rowwise ? last : beforeJump(rows, last);
  const after = rows[at]?.id ?? null;
  return after === drain.after
    ? { kind: 'contradicted' }
    : { kind: 'more', drain: { ...next, after, overlap: rows.length - 1 - at } };
}

/**
 * An id that has jumped ahead of its row would hide the rows after it from a server that compares ids: asking after the row
 * before costs the few rows between.
 */
function beforeJump(rows: readonly AuditEvent[], last: number): number {
  const jump = findLateJump(rows.slice(0, last + 1));
  return jump > 0 ? jump - 1 : last;
}
