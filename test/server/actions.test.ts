import { expect, test } from 'vitest';
import { setUpServer } from './server-setup.js';

async function open(url: string) {
  const { csrf_token } = (await (await fetch(`${url}/api/session`)).json()) as { csrf_token: string };
  return (body: unknown) =>
    fetch(`${url}/api/actions`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrf_token },
    });
}

test('an action is ordered, answered with a sentence, and stands in the audit trail', async () => {
  const { parts, url } = await setUpServer();
  const post = await open(url);
  const answer = await post({ action: 'pause', workspace: 'acme' });
  expect(await answer.json()).toEqual({ done: expect.stringMatching(/acme is paused/) });
  expect(await parts.journal.orders()).toMatchObject([{ order: { kind: 'pause', workspace: 'acme' } }]);
  expect(await (await fetch(`${url}/api/audit`)).json()).toEqual({
    entries: [
      {
        id: 1,
        at: expect.stringMatching(/^\d{4}-.*Z$/),
        actor: 'dashboard 127.0.0.1',
        action: 'pause',
        subject: 'workspace acme',
        detail: '',
        outcome: 'done',
      },
    ],
  });
});

test.each([
  [{}, 'action'],
  [{ action: 'explode' }, 'action'],
  [{ action: 'pause' }, 'workspace'],
  [{ action: 'pause', workspace: 'acme', force: true }, 'force'],
  [{ action: 'pause', workspace: 'nobody' }, 'nobody'],
  [{ action: 'replay', destination: 'archive', from_position: 1.5 }, 'from_position'],
  [[], 'object'],
])('%o is refused, naming what is wrong', async (body, named) => {
  const { parts, url } = await setUpServer();
  const answer = await (await open(url))(body);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    error: { code: 'CONFIG_INVALID', message: expect.stringContaining(named) },
  });
  expect(await parts.journal.orders()).toEqual([]);
});
