import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CollectorError } from '../../src/platform/errors.js';
import { type Logger, silentLogger } from '../../src/platform/log.js';
import { redact } from '../../src/platform/secrets.js';
import { createTokenSource } from '../../src/workato/token.js';

let folder: string;
let warnings: string[];
let logger: Logger;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'token-'));
  warnings = [];
  logger = { ...silentLogger, warn: (message) => void warnings.push(message) };
});

afterEach(() => rm(folder, { recursive: true }));

async function tokenFile(content: string | Buffer, mode = 0o600): Promise<string> {
  const path = join(folder, 'token');
  await writeFile(path, content);
  await chmod(path, mode);
  return path;
}

async function refusal(promise: Promise<unknown>): Promise<CollectorError> {
  const error: unknown = await promise.catch((thrown: unknown) => thrown);
  if (error instanceof CollectorError) return error;
  throw new Error('it was not refused');
}

describe('createTokenSource', () => {
  it('trims what it reads, and protects it from being printed', async () => {
    const path = await tokenFile('\uFEFF  first-token-of-file \r\n');
    expect(await createTokenSource({ kind: 'file', path }, logger).read()).toBe('first-token-of-file');
    expect(redact('said first-token-of-file')).toBe('said [redacted]');
    const variable = { kind: 'environment', variable: 'T', value: ' value-of-variable\n' } as const;
    expect(await createTokenSource(variable, logger).read()).toBe('value-of-variable');
    expect(redact('said value-of-variable')).toBe('said [redacted]');
    expect(warnings).toEqual([]);
  });

  it('reads a rotated file again, and only when it is told to', async () => {
    const path = await tokenFile('token-before-rotation');
    const source = createTokenSource({ kind: 'file', path }, logger);
    expect(await source.read()).toBe('token-before-rotation');
    expect(await source.renew()).toBe(false);
    await tokenFile('token-after-rotation');
    expect(await source.read()).toBe('token-before-rotation');
    expect(await source.renew()).toBe(true);
    expect(await source.read()).toBe('token-after-rotation');
    expect(redact('token-before-rotation token-after-rotation')).toBe('[redacted] [redacted]');
  });

  it('keeps the token while the file is being replaced', async () => {
    const path = await tokenFile('token-that-stays');
    const source = createTokenSource({ kind: 'file', path }, logger);
    await source.read();
    await tokenFile('');
    expect(await source.renew()).toBe(false);
    await rm(path);
    expect(await source.renew()).toBe(false);
    expect(await source.read()).toBe('token-that-stays');
    expect(warnings).toHaveLength(2);
    const fixed = createTokenSource({ kind: 'environment', variable: 'T', value: 'fixed-token' }, logger);
    expect(await fixed.renew()).toBe(false);
  });

  it.each([
    ['', 'is empty'],
    [' \n ', 'is empty'],
    ['two words-here', 'blank or line break'],
    ['first-line\nsecond-line', 'blank or line break'],
    ['Bearer abcdef-ghijkl', 'begins with the word "Bearer"'],
    ['"quoted-token"', 'quotation marks'],
    ['tökén-of-mine', 'a character that no token has'],
    ['nul-\u0000-token', 'a character that no token has'],
    ['x'.repeat(20_000), 'more than 16384 characters'],
  ])('refuses a file with %j', async (content, problem) => {
    const path = await tokenFile(content);
    const error = await refusal(createTokenSource({ kind: 'file', path }, logger).read());
    expect(error.code).toBe('CONFIG_INVALID');
    expect(error.message).toContain(problem);
    expect(error.message).toContain(path);
    expect(error.hint).not.toBe('');
    if (content.trim().length > 6) expect(error.message).not.toContain(content.trim());
  });

  it('says why a file cannot be read, and which variable is empty', async () => {
    const missing = await refusal(
      createTokenSource({ kind: 'file', path: join(folder, 'none') }, logger).read(),
    );
    expect(missing.message).toContain('it does not exist');
    const aFolder = await refusal(createTokenSource({ kind: 'file', path: folder }, logger).read());
    expect(aFolder.message).toContain('it is a folder');
    const empty = await refusal(
      createTokenSource({ kind: 'environment', variable: 'WORKATO_API_TOKEN', value: '' }, logger).read(),
    );
    expect(empty.message).toContain('The environment variable WORKATO_API_TOKEN is empty');
  });

  it.each([0o640, 0o604])('warns where others can read the file (mode %o)', async (mode) => {
    const path = await tokenFile('token-for-everybody', mode);
    await createTokenSource({ kind: 'file', path }, logger).read();
    expect(warnings).toEqual(['Others can read the token file.']);
  });
});
