// Standard output for commands that answer a question. A reader that has left ends the answer, quietly.
import { stdout } from 'node:process';
import { CollectorError, describeError } from '../platform/errors.js';

/**
 * Writes `text` and waits until it is taken; false where nobody reads any more.
 * @throws CollectorError DESTINATION_UNAVAILABLE where it cannot be written, as on a full disk.
 */
export function print(text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stdout.write(text, (error) => {
      if (!error) resolve(true);
      else if ('code' in error && error.code === 'EPIPE') resolve(false);
      else reject(cannotWrite(error));
    });
  });
}

function cannotWrite(cause: Error): CollectorError {
  return new CollectorError(
    'DESTINATION_UNAVAILABLE',
    `Cannot write to standard output: ${describeError(cause)}.`,
    { hint: 'Free space where standard output leads to, or give it another target.', cause },
  );
}
