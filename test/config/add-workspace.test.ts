import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { addWorkspace, writeWorkspace } from '../../src/config/add-workspace.js';

const entry = {
  name: 'acme: #new',
  base_url: 'https://app.eu.workato.com',
  api_token: { file: '/etc/collector/acme-new.token' },
  backfill_start_time: '2026-01-01',
};
const LINES = `  - name: "acme: #new"
    base_url: https://app.eu.workato.com
    api_token: { file: /etc/collector/acme-new.token }
    backfill_start_time: 2026-01-01
`;

test('a workspace is written as a block to paste', async () => {
  expect(await writeWorkspace(entry)).toBe(`workspaces:\n${LINES}`);
});

describe('adding', () => {
  it('leaves every line of the file as it is', async () => {
    const example = readFileSync('examples/workato-audit-logs.yaml', 'utf8');
    const added = await addWorkspace(example, entry, false);
    const at = added.indexOf(LINES);
    expect(added.slice(0, at) + added.slice(at + LINES.length)).toBe(example);
    expect(parse(added).workspaces.map(({ name }: { name: string }) => name)).toEqual([
      'acme-prod',
      'acme-dev',
      'acme: #new',
    ]);
  });

  it.each([
    [
      'comments and blank lines behind it',
      'workspaces:\n- name: a   # first\n  x: 1 # end\n\n\n# of the journal\njournal:   ./a.db\n',
    ],
    ['the list as the last thing, without an end of line', 'journal: ./a.db\nworkspaces:\n    - name: a'],
    ['CRLF', 'workspaces:\r\n  - name: a\r\njournal: ./a.db\r\n'],
    ['no list', '# mine\njournal:   ./a.db   # here\n'],
    ['no end of line', 'journal: ./a.db'],
    ['only a comment', '# mine\n'],
    ['nothing', ''],
    ['text over several lines', 'workspaces:\n  - name: |\n      a\n      b\n\ndestinations: []\n'],
  ])('keeps %s', async (_what, source) => {
    const added = await addWorkspace(source, entry, true);
    const before = parse(source);
    expect(parse(added)).toEqual({ ...before, workspaces: [...(before?.workspaces ?? []), entry] });
    for (const line of source.split('\n').filter(Boolean))
      expect(added.split('\n').map((l) => l.trimEnd())).toContain(line.trimEnd());
  });

  it.each([
    ['a list in brackets', 'workspaces: [{ name: a }] # mine\njournal: ./a.db\n'],
    ['an empty list', 'workspaces: [] # mine\n'],
    ['a document with an end', '# mine\njournal: ./a.db\n...\n'],
  ])('writes %s anew, with its comments', async (_what, source) => {
    const added = await addWorkspace(source, entry, true);
    const before = parse(source);
    expect(parse(added)).toEqual({ ...before, workspaces: [...(before.workspaces ?? []), entry] });
    expect(added).toContain('# mine');
  });

  it.each([
    ['what is no YAML', 'a: [', true, /not valid YAML/],
    ['a list', '- a\n', true, /not a mapping/],
    ['workspaces that are no list', 'workspaces: 5\n', true, /not a list/],
    ['a list that stands elsewhere', 'a: &list [{ name: a }]\nworkspaces: *list\n', true, /elsewhere/],
    ['the same name', 'workspaces:\n  - name: "acme: #new"\n', true, /already/],
    ['a file whose workspace comes from flags', 'journal: ./a.db\n', false, /flags or environment/],
  ])('refuses %s', async (_what, source, mayStartList, reason) => {
    await expect(addWorkspace(source, entry, mayStartList)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringMatching(reason),
    });
  });
});
