// The whole status in one sentence: what somebody has to know who looks for two seconds.
import { formatAge, formatCount } from '../app/quantities.js';
import type { Status } from '../app/status-shape.js';
import { describeFeedState, describeWorkspaceState, type Sign, sortByTrouble, type Tone } from './states.js';

export interface Headline {
  tone: Tone;
  sign: Sign;
  text: string;
}

/** The worst comes first, and alone. */
export function writeHeadline(status: Status): Headline {
  const { workspaces, destinations } = status;
  if (workspaces.length === 0)
    return { tone: 'idle', sign: 'dots', text: 'No workspace has been contacted yet.' };
  const failing = sortByTrouble(
    workspaces.filter((workspace) => describeWorkspaceState(workspace).tone === 'bad'),
    describeWorkspaceState,
  );
  if (failing.length > 0)
    return bad(`${tellFailing(failing.length, workspaces.length)}: ${nameThem(failing)}.`);
  if (status.collector === null)
    return bad('No collector is running: nothing is read until one is started again.');
  const behind = destinations.find((feed) => describeFeedState(feed).tone === 'bad');
  if (behind) {
    const waiting = behind.waiting > 0 ? `; ${formatCount(behind.waiting)} events wait for it` : '';
    return bad(`Destination ${behind.name} is ${behind.state}${waiting}. Collecting goes on.`);
  }
  return tellCollecting(status);
}

function tellFailing(failing: number, all: number): string {
  if (all === 1) return 'The workspace is failing';
  return `${formatCount(failing)} of ${formatCount(all)} workspaces ${failing === 1 ? 'is' : 'are'} failing`;
}

/** One with its state, two by name, of more the first two. */
function nameThem(failing: readonly Status['workspaces'][number][]): string {
  const [first, second, ...others] = failing;
  if (!first || !second) return `${first?.name}, ${first?.state}`;
  return others.length === 0
    ? `${first.name} and ${second.name}`
    : `${first.name}, ${second.name} and ${formatCount(others.length)} more`;
}

function tellCollecting({ workspaces, dead_letters: letters, alerts }: Status): Headline {
  const states = workspaces.map(describeWorkspaceState);
  const collecting = states.filter(({ tone }) => tone !== 'idle').length;
  const ages = workspaces.flatMap(({ newest_event_age_seconds: age }) => (age === null ? [] : [age]));
  const newest = ages.length === 0 ? 'no event yet' : `newest event ${formatAge(Math.min(...ages))} ago`;
  const waiting = states.filter(({ tone }) => tone === 'warn').length;
  const paused = workspaces.filter(({ state }) => state === 'paused').length;
  const backfilling = workspaces.filter(({ backfill }) => backfill !== null).length;
  const isFiring = alerts.some(({ firing }) => firing.length > 0);
  const notes = [
    newest,
    ...(backfilling > 0 ? [`${formatCount(backfilling)} still reading history`] : []),
    ...(paused > 0 && workspaces.length > 1 ? [`${formatCount(paused)} paused`] : []),
    ...(waiting > 0 ? [`${formatCount(waiting)} waiting for requests`] : []),
    ...(letters.length > 0 ? ['dead letters to look at'] : []),
    ...(isFiring ? ['alerts firing'] : []),
  ];
  const isQuiet = collecting === 0;
  const tone = waiting > 0 || letters.length > 0 || isFiring ? 'warn' : isQuiet ? 'idle' : 'good';
  const sign = tone === 'good' ? 'check' : tone === 'idle' ? 'pause' : 'hourglass';
  return { tone, sign, text: `${tellCount(collecting, workspaces)}; ${notes.join(', ')}.` };
}

function tellCount(collecting: number, workspaces: Status['workspaces']): string {
  const all = workspaces.length;
  if (all === 1) return `The workspace is ${collecting === 1 ? 'collecting' : workspaces[0]?.state}`;
  if (collecting === all) return `All ${formatCount(all)} workspaces are collecting`;
  return `${formatCount(collecting)} of ${formatCount(all)} workspaces ${collecting === 1 ? 'is' : 'are'} collecting`;
}

function bad(text: string): Headline {
  return { tone: 'bad', sign: 'cross', text };
}
