// Standard output for commands that answer a question. A reader that has left ends the answer, quietly.
import { stdout } from 'node:process';

/** Writes `text` and waits until it is taken; false where nobody reads any more. */
export function print(text: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    stdout.write(text, (error) => {
      if (!error) resolve(true);
      else if ('code' in error && error.code === 'EPIPE') resolve(false);
      else reject(error);
    });
  });
}
