// A batch in one piece: its lines one below the other, or as the elements of a JSON array.
import type { Batch } from '../../deliver/destination.js';

const LINE_FEED = 0x0a;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const NO_MEMORY = Buffer.alloc(0);

/** The batch's lines, each with its line end, in one piece: of `memory`, which they overwrite, where it is large enough. */
export function joinLines(batch: Pick<Batch, 'deliveries'>, memory: Buffer = NO_MEMORY): Buffer {
  return join(batch, 0, LINE_FEED, memory);
}

/** The batch's lines, each of which is JSON, as one JSON array. */
export function joinElements(batch: Batch): Buffer {
  const array = join(batch, 1, COMMA, NO_MEMORY);
  array[0] = OPEN_BRACKET;
  array[array.length - 1] = CLOSE_BRACKET;
  return array;
}

/** The lines from `start` on, each with `end` behind it. */
function join({ deliveries }: Pick<Batch, 'deliveries'>, start: number, end: number, memory: Buffer): Buffer {
  const length = deliveries.reduce((sum, { line }) => sum + line.length + 1, start);
  const joined = memory.length < length ? Buffer.allocUnsafe(length) : memory.subarray(0, length);
  let at = start;
  for (const { line } of deliveries) {
    joined.set(line, at);
    at += line.length;
    joined[at] = end;
    at += 1;
  }
  return joined;
}

const LINES_AT_ONCE = 500;

/** The same in pieces of some hundred lines, one after another: not a second copy of the whole batch. */
export function* joinInPieces({ deliveries }: Pick<Batch, 'deliveries'>): Generator<Buffer> {
  for (let at = 0; at < deliveries.length; at += LINES_AT_ONCE) {
    yield joinLines({ deliveries: deliveries.slice(at, at + LINES_AT_ONCE) });
  }
}
