import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { wireRedaction } from '../../src/app/wire-redaction.js';
import { defaultDestination } from '../../src/config/default-destination.js';
import { silentLogger } from '../../src/platform/log.js';
import { Secret } from '../../src/platform/secret.js';
import { storedEvent } from '../support/memory-journal.js';

async function keyFile(content: string | Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'redaction-test-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'key');
  await writeFile(path, content, { mode: 0o600 });
  return path;
}

function wire(key: Secret | null, logger = silentLogger) {
  const redact = { drop: [['id']], pseudonymise: key ? [['user']] : [], key };
  return wireRedaction({ ...defaultDestination('siem', 'stdout', {}), redact }, logger);
}

const fromFile = (path: string) => new Secret({ kind: 'file', path });

it('is none where the destination may see everything', async () => {
  expect(await wireRedaction(defaultDestination('siem', 'stdout', {}), silentLogger)).toBeNull();
});

it('hides fields, and makes the same pseudonyms from the same key wherever it is found', async () => {
  const key = 'a-key-of-enough-bytes';
  const fromVariable = new Secret({ kind: 'environment', variable: 'KEY' });
  fromVariable.provide(key);
  const wired = [await wire(fromVariable), await wire(fromFile(await keyFile(`${key}\n`)))];
  const shown = wired.map((redact) => redact?.(storedEvent(1, '{"id":1,"user":"ann"}')).raw.toString());
  expect(shown[0]).toMatch(/^\{"user":"pseudonym:[0-9a-f]{32}"\}$/);
  expect(shown[1]).toBe(shown[0]);
  const dropping = await wire(null);
  expect(dropping?.(storedEvent(1, '{"id":1,"user":"ann"}')).raw.toString()).toBe('{"user":"ann"}');
});

it.each<[string, string | Uint8Array, RegExp]>([
  ['is too short', 'short-key', /destination "siem" holds 9 bytes; expected text of at least 16/],
  ['is empty', ' \n', /is empty/],
  ['is not text', Buffer.alloc(32, 0xff), /destination "siem" is not text/],
])('refuses a key that %s, without showing it', async (_, content, expected) => {
  const error = await wire(fromFile(await keyFile(content))).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(expected) });
  expect(String(error)).not.toContain('short-key');
});

it('refuses a key that is not there', async () => {
  await expect(wire(fromFile('/nowhere/key'))).rejects.toThrow(/cannot be read/);
});

it('warns of a key that others can read', async () => {
  const path = await keyFile('a-key-of-enough-bytes');
  await chmod(path, 0o644);
  const warnings: string[] = [];
  await wire(fromFile(path), { ...silentLogger, warn: (message) => warnings.push(message) });
  expect(warnings).toEqual([expect.stringMatching(/Others can read/)]);
});
