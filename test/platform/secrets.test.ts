import { expect, test } from 'vitest';
import { CollectorError, describeError } from '../../src/platform/errors.js';
import { createLogger } from '../../src/platform/log.js';
import { protectSecret, redact } from '../../src/platform/secrets.js';

const TOKEN = 'S3cret/Tok+en="yes"&more';
protectSecret(TOKEN);
protectSecret('a-secret-to-pads');
protectSecret('-----BEGIN KEY-----\nMIIEvQIBADANBg\n-----END KEY-----');

test.each([
  ['plain', TOKEN],
  ['in a URL', encodeURIComponent(TOKEN)],
  ['in JSON', JSON.stringify(TOKEN)],
  ['in base64', Buffer.from(TOKEN).toString('base64')],
  ['in base64 without padding', Buffer.from('a-secret-to-pads').toString('base64url')],
  ['one line of several', 'MIIEvQIBADANBg'],
  ['as a bearer', 'authorization: Bearer abcdef123456'],
  ['as a bearer in a URL', 'Bearer%20abcdef123456'],
  ['that looks like a token of Workato', 'wrkaus-eyJhbGciOiJSUzI1NiJ9.eyJzdWIi.abc'],
  ['that looks like a JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIi.abc'],
  ['in a cookie', 'set-cookie: _session=abcdef123456; path=/'],
  ['as user info', 'https://ann:hunter2hunter2@proxy.example'],
])('a secret %s is cut out', (_where, text) => {
  const clean = redact(`before ${text} after`);
  expect(clean).toContain('[redacted]');
  for (const piece of [
    TOKEN,
    'abcdef123456',
    'eyJ',
    'hunter2',
    'MIIEvQ',
    'YS1zZWNyZXQ',
    encodeURIComponent(TOKEN),
  ]) {
    expect(clean).not.toContain(piece);
  }
});

test('errors are redacted when they are made, log lines when they are written', () => {
  const error = new CollectorError('UPSTREAM_FAILED', `came: ${TOKEN}`, { hint: `use ${TOKEN}` });
  expect(`${error.message} ${error.hint} ${describeError(new Error(TOKEN))}`).not.toContain(TOKEN);
  const lines: string[] = [];
  for (const format of ['text', 'json'] as const) {
    const logger = createLogger({ format, level: 'debug', write: (line) => lines.push(line), now: () => 0 });
    logger.debug(TOKEN, { field: TOKEN, other: 5 });
  }
  expect(lines).toHaveLength(2);
  expect(lines.join('')).not.toContain('S3cret');
});

test('a log line of JSON stays JSON, whatever is in it', () => {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  const logger = createLogger({ format: 'json', level: 'info', write, now: () => 0 });
  // What looks like user info must not reach from the end of one field into the next.
  const fields = {
    base_url: 'https://app.eu.workato.com',
    user: 'ann@acme.example',
    odd: '\u009b31m\u202e"',
  };
  logger.info('two\nlines', fields);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { time: '1970-01-01T00:00:00.000Z', level: 'info', message: 'two\nlines', ...fields },
  ]);
  expect(lines.join('')).toMatch(/^[\x20-\x7e]*\n$/);
});

test('a log line is one line, whatever is in it', () => {
  const lines: string[] = [];
  const logger = createLogger({
    format: 'text',
    level: 'info',
    write: (line) => lines.push(line),
    now: () => 0,
  });
  logger.debug('not shown');
  logger.info('two\nlines \u001b[31m \u202e', { name: 'a b' });
  expect(lines).toEqual(['1970-01-01T00:00:00.000Z info  two\\u000alines \\u001b[31m \\u202e name="a b"\n']);
});
