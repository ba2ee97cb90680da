// What a destination writes to, for one measurement, in another process than the writer.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./receiver-process.mjs', import.meta.url));

/** Runs `work` with the port of a receiver of `kind` (see receiver-process.mjs), which is gone afterwards. */
export async function withReceiver(kind, options, work) {
  const child = fork(PROGRAM, [kind, JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const died = once(child, 'exit').then(() => {
    throw new Error(`The receiver (${kind}) ended before the measurement.`);
  });
  died.catch(() => {});
  try {
    const [{ port }] = await Promise.race([once(child, 'message'), died]);
    return await work(port);
  } finally {
    if (child.connected) child.disconnect();
    await died.catch(() => {});
  }
}
