// A batch as lines of text.
import type { Batch } from '../deliver/destination.js';

const LINE_FEED = 0x0a;

/** The batch's lines, each with its line end, in one piece. */
export function joinLines(batch: Pick<Batch, 'deliveries'>): Buffer {
  const length = batch.deliveries.reduce((sum, delivery) => sum + delivery.line.length + 1, 0);
  const lines = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { line } of batch.deliveries) {
    lines.set(line, at);
    at += line.length;
    lines[at] = LINE_FEED;
    at += 1;
  }
  return lines;
}

const LINES_AT_ONCE = 500;

/** The same in pieces of some hundred lines, one after another: not a second copy of the whole batch. */
export function* joinInPieces({ deliveries }: Pick<Batch, 'deliveries'>): Generator<Buffer> {
  for (let at = 0; at < deliveries.length; at += LINES_AT_ONCE) {
    yield joinLines({ deliveries: deliveries.slice(at, at + LINES_AT_ONCE) });
  }
}
