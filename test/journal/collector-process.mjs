// A second process at work in a journal. It prints one JSON line for each thing done.
//
// node collector-process.mjs <dist> <journal> hold     opens it and waits
// node collector-process.mjs <dist> <journal> append   appends pages for ever; the cursor is the number of events so far
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, path, mode] = process.argv.slice(2);
const { openJournal } = await import(pathToFileURL(join(dist, 'journal/open-journal.js')).href);
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

const journal = await openJournal(path).catch((error) => {
  say({ code: error.code, message: error.message });
  process.exit(1);
});
say({ pid: process.pid });
if (mode === 'append') {
  const { key } = await journal.bind(
    { name: 'w', baseUrl: 'https://www.workato.com', endpoint: 'direct', token: 'a token' },
    ['w'],
  );
  for (let head = await journal.head(); ; head += 10) {
    const events = Array.from({ length: 10 }, (_, index) => {
      const id = String(head + index + 1);
      const raw = Buffer.from(JSON.stringify({ id, filler: 'x'.repeat(500) }));
      return {
        key: id,
        id,
        time: head * 1000,
        type: null,
        user: null,
        resourceType: null,
        workspaceId: null,
        raw,
      };
    });
    await journal.recordRequest('a token', head);
    const { onDisk } = await journal.append({ workspaceKey: key, events, cursor: head + 10, now: head });
    await onDisk;
    say({ head: head + 10 });
    await new Promise((resolve) => setImmediate(resolve));
  }
}
setInterval(() => {}, 1000);
