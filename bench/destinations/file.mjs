// `file`, whose every batch is on the disk before it counts as delivered: against a script that waits for the disk too, and one that
// does not.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { joinBare } from './bare-http.mjs';

const file = (isFlushed) => ({
  type: 'file',
  what: `file, bare client ${isFlushed ? 'with' : 'without'} fdatasync`,
  bareClient: `join lines, write${isFlushed ? ', fdatasync' : ''}`,
  receiver: null,
  settings: (_port, folder) => ({ path: join(folder, 'adapter.ndjson') }),
  async openBare(_port, folder) {
    const handle = await open(join(folder, 'bare.ndjson'), 'a');
    return {
      async write(batch) {
        await handle.write(joinBare(batch));
        if (isFlushed) await handle.datasync();
      },
      close: () => handle.close(),
    };
  },
});

export const fileFlushed = file(true);
export const fileUnflushed = file(false);
