// s3rver, an object store that speaks S3, in this process.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Server } from './s3-server.js';

const KEY = 'S3RVER';

export async function startS3rver(): Promise<S3Server> {
  const directory = await mkdtemp(join(tmpdir(), 's3rver-'));
  const server = new S3rver({ address: '127.0.0.1', port: 0, silent: true, directory });
  const { port } = await server.run();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    accessKey: KEY,
    secretKey: KEY,
    async close() {
      await server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
