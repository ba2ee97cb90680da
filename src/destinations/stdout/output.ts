// Writing to a file descriptor so that every byte is accounted for.
import { fdatasync, write } from 'node:fs';
import type { Writable } from 'node:stream';
import { promisify } from 'node:util';

/** Somewhere that bytes can go to, once. */
export interface Output {
  /** Resolves when all bytes have been taken. `count` is told how many were taken, as they are. */
  write(bytes: Uint8Array, count: (bytes: number) => void): Promise<void>;
}

const writeTo = promisify(write);
const flush = promisify(fdatasync);

/** A regular file that somebody else opened: short writes are gone on with, and it is flushed to the disk. */
export function createFileOutput(fd: number): Output {
  return {
    async write(bytes, count) {
      for (let at = 0; at < bytes.length; ) {
        const { bytesWritten } = await writeTo(fd, bytes, at, bytes.length - at, null);
        at += bytesWritten;
        count(bytesWritten);
      }
      await flush(fd);
    },
  };
}

/** A stream over a pipe or a terminal: resolves when the other side's buffer has taken everything. */
export function createStreamOutput(stream: Writable): Output {
  // Without a listener a closed pipe would end the process; the write's own callback reports it.
  if (!stream.listeners('error').includes(ignore)) stream.on('error', ignore);
  return {
    write: (bytes, count) =>
      new Promise((resolve, reject) => {
        stream.write(bytes, (error) => {
          if (error) {
            reject(error);
            return;
          }
          count(bytes.length);
          resolve();
        });
      }),
  };
}

function ignore(): void {}
