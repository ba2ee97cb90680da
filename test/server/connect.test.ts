import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compose } from '../../src/app/compose.js';
import { loadConfig } from '../../src/config/load.js';
import { systemClock } from '../../src/platform/clock.js';
import { silentLogger } from '../../src/platform/log.js';
import type { AuditTrail, ConnectAnswer, ConnectTest, ConnectWorkspace } from '../../src/server/shapes.js';
import { simulate, TOKEN } from '../support/simulated.js';
import { setUpServer } from './server-setup.js';

const TYPED = 'wrkaprd-typed/token+0987654321';

/** A collector with one workspace `acme` of a simulator, from a file with comments, and its server. */
async function setUp(text?: (url: string, folder: string) => string) {
  const simulator = await simulate({ tokens: [TOKEN, TYPED] });
  const folder = await mkdtemp(join(tmpdir(), 'connect-'));
  const file = join(folder, 'collector.yaml');
  await writeFile(join(folder, 'acme.token'), TOKEN, { mode: 0o600 });
  const source =
    text?.(simulator.url, folder) ??
    `# ours
journal:   ${join(folder, 'journal.db')}   # on the fast disk
workspaces:
  - name: acme   # production
    base_url: ${simulator.url}
    api_token: { file: ${join(folder, 'acme.token')} }

destinations: []
`;
  await writeFile(file, source);
  await chmod(file, 0o640);
  const config = await loadConfig({
    flags: { config: file },
    now: Date.now,
    needsTokens: true,
    environment: {},
  });
  const parts = await compose(config, { clock: systemClock, logger: silentLogger, random: Math.random });
  onTestFinished(async () => {
    await parts.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { url } = await setUpServer({ config, parts });
  const session = (await (await fetch(`${url}/api/session`)).json()) as {
    csrf_token: string;
    config_writable: boolean;
  };
  const post = async (what: 'test' | 'yaml' | 'save', body: unknown) => {
    const answer = await fetch(`${url}/api/connect/${what}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'x-csrf-token': session.csrf_token },
    });
    const told = await answer.text();
    expect(told).not.toContain(TYPED);
    expect(told).not.toContain(TOKEN);
    return { status: answer.status, body: JSON.parse(told) };
  };
  const test = async (body: ConnectTest): Promise<ConnectAnswer> => (await post('test', body)).body;
  const audit = async () => ((await (await fetch(`${url}/api/audit`)).json()) as AuditTrail).entries;
  return { simulator, folder, file, source, parts, url, session, post, test, audit };
}

/** A server that only counts who comes. */
async function startOther() {
  const came: string[] = [];
  const server = createServer((request, answer) => {
    came.push(request.headers.authorization ?? 'without');
    answer.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return { came, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('testing a connection', () => {
  it('says what check says, shows the newest events, and counts its requests', async () => {
    const { simulator, parts, test } = await setUp();
    const answer = await test({ base_url: `${simulator.url}/`, token: ` ${TYPED}\n` });
    expect(answer).toMatchObject({
      ok: true,
      says: [expect.stringMatching(/^It works; the newest event seen is of 2/)],
      trouble: null,
    });
    expect(answer.preview.length).toBeGreaterThan(0);
    expect(answer.preview.length).toBeLessThanOrEqual(10);
    const times = answer.preview.map(({ time }) => time ?? '');
    expect(times).toEqual([...times].sort().reverse());
    expect(Object.keys(answer.preview[0] ?? {}).sort()).toEqual(
      ['ip', 'resource_name', 'resource_type', 'time', 'type', 'user'].sort(),
    );
    const hash = parts.journal.hashToken(`${simulator.url} ${TYPED}`);
    expect(await parts.journal.requestsSince(hash, 0)).toHaveLength(2);
  });

  it('sends the stored token to its own place only', async () => {
    const { simulator, post, test } = await setUp();
    const other = await startOther();
    expect(await test({ base_url: simulator.url, workspace: 'acme' })).toMatchObject({ ok: true });
    const asked = [
      { base_url: other.url, workspace: 'acme' },
      { base_url: simulator.url, workspace: 'acme', managed_user_id: 'EA2300' },
      { base_url: simulator.url, workspace: 'nobody' },
      { base_url: simulator.url },
    ];
    for (const body of asked) {
      const { status, body: told } = await post('test', body);
      expect(status).toBe(400);
      expect(told.error).toMatchObject({ code: 'CONFIG_INVALID', hint: expect.stringMatching(/^Type the/) });
    }
    expect(other.came).toEqual([]);
    await test({ base_url: other.url, workspace: 'acme', token: TYPED });
    expect(new Set(other.came)).toEqual(new Set([`Bearer ${TYPED}`]));
  });

  it('tells what is wrong, with the remedy', async () => {
    const { simulator, test, post } = await setUp();
    expect(await test({ base_url: simulator.url, token: 'wrkaprd-of-nobody-1' })).toMatchObject({
      ok: false,
      says: [],
      trouble: { code: 'AUTHENTICATION_FAILED', hint: expect.stringMatching(/./) },
      preview: [],
    });
    expect(await test({ base_url: simulator.url, token: 'two words' })).toMatchObject({
      trouble: {
        code: 'CONFIG_INVALID',
        message: expect.stringMatching(/^The token that was typed holds a/),
      },
    });
    expect((await post('test', { base_url: 'ftp://x', token: TYPED })).body.error.message).toMatch(/ftp/);
    expect((await post('test', { token: TYPED })).status).toBe(400);
  });
});

const NEW: ConnectWorkspace = { name: 'acme new', base_url: 'https://app.jp.workato.com/' };

describe('the configuration', () => {
  it('is shown with the place of the token', async () => {
    const { folder, post } = await setUp();
    const body = { ...NEW, backfill_start_time: '2026-01-01', managed_user_id: 'EA2300', token: TYPED };
    expect((await post('yaml', body)).body).toEqual({
      yaml: `workspaces:
  - name: acme new
    base_url: https://app.jp.workato.com
    api_token: { file: ${folder}/acme-new.token }
    managed_user_id: EA2300
    backfill_start_time: 2026-01-01
`,
    });
    const refused = await post('yaml', { ...NEW, backfill_start_time: 'tomorrow' });
    expect(refused).toMatchObject({ status: 400, body: { error: { message: /backfill_start_time/ } } });
  });

  it('is saved: one more workspace, everything else as it was, and the token for its owner only', async () => {
    const { folder, file, source, session, post, audit } = await setUp();
    expect(session.config_writable).toBe(true);
    const answer = await post('save', { ...NEW, token: TYPED });
    expect(answer).toEqual({ status: 200, body: { saved_to: file, restart_needed: true } });
    const saved = await readFile(file, 'utf8');
    const added = `  - name: acme new
    base_url: https://app.jp.workato.com
    api_token: { file: ${folder}/acme-new.token }
`;
    expect(saved.replace(added, '')).toBe(source);
    expect((await stat(file)).mode & 0o777).toBe(0o640);
    expect(await readFile(join(folder, 'acme-new.token'), 'utf8')).toBe(`${TYPED}\n`);
    expect((await stat(join(folder, 'acme-new.token'))).mode & 0o777).toBe(0o600);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
    const loaded = await loadConfig({ flags: { config: file }, now: Date.now, needsTokens: true });
    expect(loaded.workspaces.map(({ name }) => name)).toEqual(['acme', 'acme new']);
    expect(await audit()).toMatchObject([
      {
        actor: 'dashboard 127.0.0.1',
        action: 'save_workspace',
        subject: 'workspace acme new',
        outcome: 'done',
      },
    ]);
  });

  it.each<[string, Partial<ConnectWorkspace>, RegExp]>([
    ['without a token', {}, /needs its token/],
    ['with a token that cannot be one', { token: 'two words' }, /token that was typed/],
    ['under a name that there is', { name: 'acme', token: TYPED }, /already/],
    ['over a file that there is', { name: 'taken', token: TYPED }, /taken\.token already/],
    ['with a wrong address', { base_url: 'http://workato.example', token: TYPED }, /unencrypted/],
  ])('is not saved %s; nothing is changed', async (_what, change, reason) => {
    const { folder, file, source, post, audit } = await setUp();
    await writeFile(join(folder, 'taken.token'), 'mine');
    const names = await readdir(folder);
    const { status, body } = await post('save', { ...NEW, ...change });
    expect({ status, message: body.error.message }).toEqual({
      status: 400,
      message: expect.stringMatching(reason),
    });
    expect(await readFile(file, 'utf8')).toBe(source);
    expect(await readdir(folder)).toEqual(names);
    expect(await readFile(join(folder, 'taken.token'), 'utf8')).toBe('mine');
    expect(await audit()).toMatchObject([{ action: 'save_workspace', outcome: 'refused' }]);
  });

  it('is not saved where the whole would not load', async () => {
    const { folder, file, simulator, source, post } = await setUp();
    const { status, body } = await post('save', { name: 'twice', base_url: simulator.url, token: TOKEN });
    expect({ status, message: body.error.message }).toEqual({
      status: 400,
      message: expect.stringMatching(/collector\.yaml line.*both are one workspace/),
    });
    expect(await readFile(file, 'utf8')).toBe(source);
    expect(await readdir(folder)).not.toContain('twice.token');
  });

  it.each([
    ['without workspaces', 'journal: ./journal.db\n'],
    ['whose workspaces are no list', 'workspaces: { acme: 1 }\n'],
    ['that is no YAML any more', 'workspaces: [\n'],
  ])('is not offered for a file %s', async (_name, source) => {
    const { file, url } = await setUp();
    await writeFile(file, source);
    const session = (await (await fetch(`${url}/api/session`)).json()) as { config_writable: boolean };
    expect(session.config_writable).toBe(false);
  });

  it('is not written where there is no file', async () => {
    const { url } = await setUpServer();
    const session = (await (await fetch(`${url}/api/session`)).json()) as { config_writable: boolean };
    expect(session.config_writable).toBe(false);
  });
});
