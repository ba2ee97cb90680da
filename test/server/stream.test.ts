import { expect, onTestFinished, test } from 'vitest';
import { startHealth } from '../../src/app/health.js';
import { applyChange } from '../../src/dashboard/apply-change.js';
import type { StatusAnswer, StatusChange } from '../../src/server/shapes.js';
import { setUpServer } from './server-setup.js';

interface Told {
  event: string;
  data: string;
}

/** The events of the stream at `url`, until whoever reads them has had enough. */
async function* readStream(url: string): AsyncGenerator<Told> {
  const leaving = new AbortController();
  const { body } = await fetch(`${url}/api/stream`, { signal: leaving.signal });
  if (!body) throw new Error('no stream');
  let text = '';
  try {
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      const events = (text + piece).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const [, name = '', data = ''] = /event: (.*)\ndata: (.*)/.exec(event) ?? [];
        yield { event: name, data };
      }
    }
  } finally {
    leaving.abort();
  }
}

test('a page that follows the stream has the status that the server has, also after it was opened again', async () => {
  const { url, parts } = await setUpServer();
  for (const state of ['paused', 'ok']) {
    let status: StatusAnswer | null = null;
    const events: string[] = [];
    for await (const { event, data } of readStream(url)) {
      events.push(event);
      if (event === 'hello') continue;
      const told = JSON.parse(data) as StatusAnswer & StatusChange;
      status = event === 'status' || status === null ? told : applyChange(status, told);
      if (events.length === 2) {
        await parts.journal.setHealth(1, { ...startHealth(Date.now(), null), state });
      }
      if (event === 'change' && status.workspaces[0]?.state === state) break;
    }
    expect(events.slice(0, 3)).toEqual(['hello', 'status', 'change']);
    const now = (await (await fetch(`${url}/api/status`)).json()) as StatusAnswer;
    expect(status?.workspaces[0]).toMatchObject({ name: 'acme', state: now.workspaces[0]?.state });
  }
});

test('many pages are nothing to warn of', async () => {
  const warnings: Error[] = [];
  const note = (warning: Error) => warnings.push(warning);
  process.on('warning', note);
  onTestFinished(() => void process.off('warning', note));
  const { url } = await setUpServer();
  const streams = Array.from({ length: 30 }, () => readStream(url));
  const first = await Promise.all(streams.map((stream) => stream.next()));
  expect(first.map(({ value }) => value?.event)).toEqual(streams.map(() => 'hello'));
  await Promise.all(streams.map((stream) => stream.return(undefined)));
  expect(warnings.map(({ message }) => message)).toEqual([]);
});
