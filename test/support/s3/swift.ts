// OpenStack Swift with its S3 interface: a real object store, run in a folder of its own from Debian's packages.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePorts } from '../free-port.js';
import type { S3Server } from './s3-server.js';
import {
  ACCESS_KEY,
  proxySettings,
  ringScript,
  SECRET_KEY,
  STORES,
  type SwiftPlace,
  storeSettings,
} from './swift-settings.js';

const run = promisify(execFile);
const PYTHON = '/usr/bin/python3';
const PROXY = '/usr/bin/swift-proxy-server';
const LONGEST_START_MS = 60_000;

/** Whether the packages are there. */
export const hasSwift = existsSync(PROXY);

export async function startSwift(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'swift-'));
  const [account = 0, container = 0, object = 0, proxy = 0] = await freePorts(4);
  const ports = { account, container, object, proxy };
  const place: SwiftPlace = { folder, user: userInfo().username, ports };
  await mkdir(join(folder, 'devices/disk'), { recursive: true });
  await run(PYTHON, ['-c', ringScript(place)]);
  const servers: ChildProcess[] = [];
  const complaints: string[] = [];
  const start = async (name: string, settings: string) => {
    const path = join(folder, `${name}-server.conf`);
    await writeFile(path, settings);
    const child = spawn(PYTHON, [`/usr/bin/swift-${name}-server`, path], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr.on('data', (piece) => complaints.push(String(piece)));
    servers.push(child);
  };
  const close = async () => {
    await Promise.all(servers.map(end));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    for (const name of STORES) await start(name, storeSettings(name, place));
    await start('proxy', proxySettings(place));
    await untilAnswered(ports, () => servers.some((child) => child.exitCode !== null));
  } catch (error: unknown) {
    await close();
    throw new Error(`Swift did not start: ${complaints.join('')}`, { cause: error });
  }
  return { endpoint: `http://127.0.0.1:${proxy}`, accessKey: ACCESS_KEY, secretKey: SECRET_KEY, close };
}

async function untilAnswered(
  ports: Readonly<Record<string, number>>,
  hasEnded: () => boolean,
): Promise<void> {
  const latest = Date.now() + LONGEST_START_MS;
  for (const port of Object.values(ports)) {
    while (
      !(await fetch(`http://127.0.0.1:${port}/healthcheck`).then(
        () => true,
        () => false,
      ))
    ) {
      if (hasEnded() || Date.now() > latest) throw new Error(`nothing answers at port ${port}`);
      await delay(50);
    }
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await ended;
}
