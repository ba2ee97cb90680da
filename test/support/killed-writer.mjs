// A process that writes numbered events to a file destination and may end itself by SIGKILL before its n-th file operation; of a
// write only the first half is done then. What it has acknowledged it keeps in a small state file, as the journal would.
//
// node killed-writer.mjs <dist> <folder> <kill at operation, 0: never> <events> <settings as JSON>
import { existsSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [dist, folder, killAt, events, settingsText] = process.argv.slice(2);
const settings = JSON.parse(settingsText);
const BATCH_EVENTS = 20;
const HOUR_MS = 3_600_000;
const quiet = { debug() {}, info() {}, warn() {}, error() {} };
let operations = 0;

function interrupt(owner, name) {
  const original = owner[name];
  owner[name] = function (...args) {
    operations += 1;
    if (operations === Number(killAt)) {
      if (name === 'write' && args[0].length > 1)
        writeSync(this.fd, args[0].subarray(0, args[0].length >> 1));
      process.kill(process.pid, 'SIGKILL');
      return new Promise(() => {});
    }
    return original.apply(this, args);
  };
}

const load = async (path) => import(pathToFileURL(join(dist, path)).href);
const { systemClock } = await load('platform/clock.js');
const { toBatch } = await load('deliver/batch.js');
const { FileSettings, file } = await load('destinations/file/file.js');

await fs.mkdir(join(folder, 'out'), { recursive: true });
const sample = await fs.open(folder, 'r');
const prototype = Object.getPrototypeOf(sample);
await sample.close();
for (const name of ['write', 'datasync', 'sync', 'truncate', 'close']) interrupt(prototype, name);
for (const name of ['open', 'rename', 'unlink', 'mkdir']) interrupt(fs, name);
syncBuiltinESMExports();

const statePath = join(folder, 'state.json');
const keep = (state) => {
  writeFileSync(`${statePath}.new`, JSON.stringify(state));
  renameSync(`${statePath}.new`, statePath);
};
let state = existsSync(statePath)
  ? JSON.parse(readFileSync(statePath, 'utf8'))
  : { to: 0, resume: null, open: null };
const destination = await file.open(
  FileSettings.parse({
    path:
      settings.encoding || settings.partition ? join(folder, 'out') : join(folder, 'out', 'events.ndjson'),
    ...settings,
  }),
  {
    name: 'test',
    journalId: 'journal-1',
    resume: state.resume,
    batchOpen: state.open !== null,
    clock: systemClock,
    logger: quiet,
  },
);
while (state.to < Number(events)) {
  const to = state.open ?? Math.min(Number(events), state.to + BATCH_EVENTS);
  keep({ ...state, open: to });
  const { resume } = await destination.write(makeBatch(state.to, to), new AbortController().signal);
  state = { to, resume, open: null };
  keep(state);
}
await destination.close();

function makeBatch(after, to) {
  const deliveries = Array.from({ length: to - after }, (_, index) => {
    const position = after + index + 1;
    return {
      event: {
        position,
        key: String(position),
        time: (position % 2) * HOUR_MS,
        firstSeen: 0,
        workspace: 'acme',
      },
      line: Buffer.from(`{"id":${position},"pad":"${'x'.repeat(position % 50)}"}`),
    };
  });
  const bytes = deliveries.reduce((sum, { line }) => sum + line.length + 1, 0);
  return toBatch({ after, to, deliveries, filtered: [], unformatted: [], bytes }, 'journal-1', 'test');
}
