import { readFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createVirtualClock } from './virtual-clock.js';

describe('createVirtualClock', () => {
  it('wakes sleepers in the order of their times, each at its own time', async () => {
    const clock = createVirtualClock({ now: 1000 });
    const seen: [string, number][] = [];
    const nap = (name: string, ms: number) => clock.sleep(ms).then(() => seen.push([name, clock.now()]));
    const all = Promise.all([nap('late', 300), nap('early', 100), nap('twin', 100)]);
    await clock.advance(99);
    expect(seen).toEqual([]);
    await clock.advance(1);
    expect(seen).toEqual([
      ['early', 1100],
      ['twin', 1100],
    ]);
    await clock.advance(1000);
    await all;
    expect(seen.at(-1)).toEqual(['late', 1300]);
    expect(clock.now()).toBe(2100);
  });

  it('runs work that sleeps for days at once, and stops the clock when it is done', async () => {
    const clock = createVirtualClock({ now: 0 });
    const other = clock.sleep(10 * 86_400_000);
    const result = await clock.run(async () => {
      for (let day = 0; day < 3; day += 1) await clock.sleep(86_400_000);
      return clock.now();
    });
    expect(result).toBe(3 * 86_400_000);
    expect(clock.sleepers).toBe(1);
    await clock.advance(7 * 86_400_000);
    await other;
  });

  it('lets file access and immediates finish before time passes', async () => {
    const clock = createVirtualClock({ now: 0 });
    const finished = clock.sleep(5).then(() => 'time');
    const read = (async () => {
      for (let round = 0; round < 20; round += 1) await readFile(import.meta.filename);
      await new Promise((resolve) => setImmediate(resolve));
      return clock.now();
    })();
    await clock.run(finished);
    expect(await read).toBe(0);
  });

  it('ends a sleep at once when its signal is aborted', async () => {
    const clock = createVirtualClock();
    const controller = new AbortController();
    const sleep = clock.sleep(1000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(sleep).rejects.toThrow('enough');
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('enough');
    expect(clock.sleepers).toBe(0);
  });

  it('jumps the wall clock alone', async () => {
    const clock = createVirtualClock({ now: 50_000 });
    const before = clock.monotonic();
    clock.jump(-20_000);
    expect(clock.now()).toBe(30_000);
    expect(clock.monotonic()).toBe(before);
  });

  it('stands still during a held request, and moves on while its server sleeps', async () => {
    const clock = createVirtualClock({ now: 0 });
    const server = createServer((_request, response) => {
      setTimeout(() => void clock.serverSide.sleep(3000).then(() => response.end(String(clock.now()))), 15);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const ask = () =>
      new Promise<string>((resolve, reject) => {
        get({ port, host: '127.0.0.1', agent: false }, (response) => {
          let body = '';
          response.on('data', (chunk) => {
            body += String(chunk);
          });
          response.on('end', () => setTimeout(() => resolve(body), 15));
        }).on('error', reject);
      });
    const deadline = clock.sleep(5000).then(() => 'deadline');
    const first = await clock.run(Promise.race([deadline, clock.hold(ask)]));
    expect([first, clock.now()]).toEqual(['3000', 3000]);
    server.close();
    await clock.advance(2000);
    await deadline;
  });

  it('passes a failure on', async () => {
    const clock = createVirtualClock();
    const fail = async () => {
      await clock.sleep(10);
      throw new Error('no');
    };
    await expect(clock.run(fail)).rejects.toThrow('no');
  });
});
