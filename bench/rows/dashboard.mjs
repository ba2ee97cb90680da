// The dashboard over a journal with a million events: how soon it is there, how fast it answers, and what open pages cost collecting.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askQuestions } from '../dashboard/ask-questions.mjs';
import { besidePages } from '../dashboard/beside-pages.mjs';
import { checkCounts } from '../dashboard/check-counts.mjs';
import { visitOverview } from '../dashboard/first-paint.mjs';
import { makeQuestions } from '../dashboard/questions.mjs';
import { measureStream } from '../dashboard/stream-bytes.mjs';
import { readsAll, simulatedWorkspaces } from '../harness/collector.mjs';
import { inFolder } from '../harness/in-folder.mjs';
import { count, median, megabytes, percentile, seconds } from '../harness/numbers.mjs';
import { isDone, withServedRun } from '../harness/served-run.mjs';
import { withSimulator } from '../harness/with-simulator.mjs';

const EVENTS = 1_000_000;
const WORKSPACES = 4;
const HISTORY_DAYS = 360;
const MINUTE_MS = 60_000;
const LOOK_MS = 500;
const VISITS = 7;
const MOST_PAINT_MS = 1000;
const MOST_ANSWER_MS = 150;
const MOST_BESIDE_MS = 1000;
const MANY_WORKSPACES = 500;
const STREAM_MS = 30_000;
const MOST_STREAM_BYTES = 60_000;

export async function dashboard(scale) {
  const events = EVENTS * scale;
  const workspaces = simulatedWorkspaces(WORKSPACES);
  // Nothing happens while questions are asked, so that what they count stays the same.
  const now = Date.now() - MINUTE_MS;
  const history = { events: events / WORKSPACES, historyDays: HISTORY_DAYS, until: now };
  const findings = await withSimulator({ ...history, tokens: [], workspaces }, ({ url }) =>
    inFolder(async (folder) => {
      const run = { folder, url, workspaces, settings: readsAll(HISTORY_DAYS) };
      await withServedRun({ ...run, lookMs: LOOK_MS }, ({ until }) => until(isDone(events)));
      return withServedRun(run, async (served) => {
        await served.until(isDone(events));
        const built = await buildIndex(served, events);
        const answers = await measureAnswers(served, folder, now, workspaces);
        return [...(await measurePaint(served.url, events)), ...answers, built];
      });
    }),
  );
  return [...findings, ...(await besidePages(scale)), await measureStreamOfMany()];
}

async function measurePaint(url, events) {
  const visits = await visitOverview(url, VISITS);
  const isRight = visits.every(
    ({ text }) => text.includes(count(events).replaceAll(',', '')) || text.includes(count(events)),
  );
  const tell = (what) => {
    const times = visits.map((visit) => visit[what]);
    return { middle: median(times), worst: Math.max(...times) };
  };
  return [
    ['paint', 'first paint of the overview'],
    ['row', 'overview with its rows'],
    ['rhythm', 'overview with the events a minute'],
  ].map(([name, what]) => {
    const { middle, worst } = tell(name);
    return {
      what: `${what}, ${count(events)} events, cold browser`,
      measured: `${Math.round(middle)} ms`,
      bound: `< ${MOST_PAINT_MS} ms`,
      isMet: middle < MOST_PAINT_MS && isRight,
      note: `median of ${VISITS}; worst ${Math.round(worst)} ms${isRight ? '' : '; the page does not say how many events there are'}`,
    };
  });
}

/** The first question begins the index; questions are asked on while it grows. */
async function buildIndex({ ask, usage }, events) {
  const begun = performance.now();
  const times = [];
  for (;;) {
    const { ms, answer } = await ask('/api/events?q=acme&limit=100');
    const { ms: countMs } = await ask('/api/histogram?q=acme&buckets=72');
    times.push(ms, countMs);
    if (answer.indexed >= events) break;
    await sleep(LOOK_MS);
  }
  const worst = Math.max(...times);
  return {
    what: `answers while the index of ${count(events)} events is built, p95`,
    measured: `${Math.round(percentile(times, 0.95))} ms`,
    bound: `< ${MOST_BESIDE_MS} ms`,
    isMet: percentile(times, 0.95) < MOST_BESIDE_MS,
    note: `of ${times.length}; the first ${Math.round(times[0])} ms, worst ${Math.round(worst)} ms; built in ${seconds(performance.now() - begun)}; RSS ${megabytes(usage.at(-1).rssBytes)}`,
  };
}

async function measureAnswers({ ask, usage }, folder, now, workspaces) {
  const names = workspaces.map(({ id }) => `workspace-${id}`);
  const questions = makeQuestions(names, now, HISTORY_DAYS);
  const times = await askQuestions(ask, questions);
  const { checks, wrong } = await checkCounts(ask, join(folder, 'journal.db'), now);
  const findings = Object.entries(times).map(([what, answers]) => {
    const ms = answers.map((answer) => answer.ms);
    const worst = answers.toSorted((one, other) => other.ms - one.ms)[0];
    return {
      what: `answers: ${what}, p95`,
      measured: `${Math.round(percentile(ms, 0.95))} ms`,
      bound: `< ${MOST_ANSWER_MS} ms`,
      isMet: percentile(ms, 0.95) < MOST_ANSWER_MS,
      note: `of ${ms.length}; p50 ${Math.round(percentile(ms, 0.5))} ms, worst ${Math.round(worst.ms)} ms (${worst.kind})`,
    };
  });
  const counted = {
    what: 'histogram and facets against SQL',
    measured: `${checks - wrong.length} of ${checks} right`,
    bound: 'all',
    isMet: wrong.length === 0,
    note: wrong.length === 0 ? `RSS ${megabytes(usage.at(-1).rssBytes)}` : wrong.join('; '),
  };
  return [...findings, counted];
}

async function measureStreamOfMany() {
  const workspaces = simulatedWorkspaces(MANY_WORKSPACES);
  const simulator = { events: 100, historyDays: 30, livePerMinute: 1, tokens: [], workspaces };
  const { wholeBytes, bytesPerSecond } = await withSimulator(simulator, ({ url }) =>
    inFolder((folder) =>
      withServedRun({ folder, url, workspaces, settings: ['poll_interval: 10s'] }, async (served) => {
        await served.until((status) => status.workspaces.every(({ last_success_at: at }) => at !== null));
        return measureStream(served.url, STREAM_MS);
      }),
    ),
  );
  return {
    what: `stream to one page, ${MANY_WORKSPACES} workspaces polled every 10 s`,
    measured: `${count(bytesPerSecond / 1000)} kB/s`,
    bound: `≤ ${count(MOST_STREAM_BYTES / 1000)} kB/s`,
    isMet: bytesPerSecond <= MOST_STREAM_BYTES,
    note: `after a whole status of ${count(wholeBytes / 1000)} kB`,
  };
}
