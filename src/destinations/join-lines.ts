// A batch as lines of text.
import type { Batch } from '../deliver/destination.js';

const LINE_FEED = 0x0a;
const NO_MEMORY = Buffer.alloc(0);

/** The batch's lines, each with its line end, in one piece: of `memory`, which they overwrite, where it is large enough. */
export function joinLines(batch: Batch, memory: Buffer = NO_MEMORY): Buffer {
  const length = batch.deliveries.reduce((sum, delivery) => sum + delivery.line.length + 1, 0);
  const lines = memory.length < length ? Buffer.allocUnsafe(length) : memory.subarray(0, length);
  let at = 0;
  for (const { line } of batch.deliveries) {
    lines.set(line, at);
    at += line.length;
    lines[at] = LINE_FEED;
    at += 1;
  }
  return lines;
}
