// stderr, shared by log lines and one line of progress that is drawn over and over on a terminal.
import type { WriteStream } from 'node:tty';

export interface Screen {
  /** Whether a line can be drawn over. */
  readonly isLive: boolean;
  /** Whether standard output leads to a terminal as well: what is printed there would run into the line of progress. */
  readonly isShared: boolean;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Writes finished lines; the line of progress stays below them. */
  write(lines: string): void;
  /** Draws the line of progress anew. Nothing happens where stderr is no terminal. */
  draw(line: string): void;
  /** Takes the line of progress away. */
  clear(): void;
}

const ERASE = '\r\u001b[2K';
const USUAL_COLUMNS = 80;

export function createScreen(stream: WriteStream, format: 'text' | 'json', isShared: boolean): Screen {
  const isLive = stream.isTTY === true && format === 'text';
  let drawn = '';
  return {
    isLive,
    isShared,
    get columns() {
      return stream.columns || USUAL_COLUMNS;
    },
    write(lines) {
      stream.write(drawn === '' ? lines : `${ERASE}${lines}${drawn}`);
    },
    draw(line) {
      if (!isLive) return;
      drawn = line;
      stream.write(`${ERASE}${line}`);
    },
    clear() {
      if (drawn !== '') stream.write(ERASE);
      drawn = '';
    },
  };
}
