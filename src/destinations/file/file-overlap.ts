// Recognising a batch that was written, in part or whole, to a file of which no place is known yet: pure.

const LINE_FEED = 0x0a;

/**
 * How many bytes of `batch` stand at the end of a file already: the longest stretch of `end` (the file's last bytes) that begins
 * at the beginning of a line, runs to the end, and is how `batch` begins. What is found need not be written again.
 */
export function overlapWith(batch: Uint8Array, end: Uint8Array, endIsWholeFile: boolean): number {
  const written = Buffer.from(batch.buffer, batch.byteOffset, batch.byteLength);
  for (const start of lineStarts(end, endIsWholeFile)) {
    const length = end.length - start;
    if (length <= written.length && written.compare(end, start, end.length, 0, length) === 0) return length;
  }
  return 0;
}

function* lineStarts(end: Uint8Array, endIsWholeFile: boolean): Generator<number> {
  if (endIsWholeFile && end.length > 0) yield 0;
  for (let at = end.indexOf(LINE_FEED); at >= 0 && at + 1 < end.length; at = end.indexOf(LINE_FEED, at + 1)) {
    yield at + 1;
  }
}
