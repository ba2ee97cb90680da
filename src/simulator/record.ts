// One record as the look-alike sends it. It is put together from JSON texts: ids may lie beyond what a JavaScript number
// holds, and most members are the same in many records.
import type { Behaviour } from './behaviour.js';
import { isSystemEvent, kindOf } from './catalogue.js';
import { writeDetails } from './details.js';
import type { History } from './history.js';
import { personOf, writePerson } from './people.js';
import { writeChanges, writeResource, writeRevisedResource } from './resource.js';
import { chance, mix } from './seeded.js';
import { writeTimestamp } from './timestamp.js';
import { type WorkspaceOptions, writeWorkspace } from './workspace.js';

/** Name and JSON text; undefined: not in the record. */
type Member = readonly [name: string, text: string | undefined];

const PURPOSE_BAD_TIMESTAMP = 85;
const PURPOSE_WHICH_TIMESTAMP = 86;
const PURPOSE_BAD_ID = 87;
const PURPOSE_REVISED = 88;
const GARBAGE = ['"yesterday"', '"2025-13-45 99:99:99 UTC"', '""', '1766052820', '{}'] as const;
const BAD_TIMESTAMPS = ['missing', 'null', 'garbage'] as const;

/** Event `number` of `history`, as it reads at `now`. */
export function writeRecord(
  history: History,
  workspace: WorkspaceOptions,
  behaviour: Behaviour,
  number: number,
  now: number,
): string {
  const id = history.idOf(number);
  const timestamp = writeTimestamp(history.timeOf(number), behaviour.timestamps, number);
  const added = history.addedAs(number);
  if (added?.write) return added.write({ id, timestamp });
  const { seed } = history.options;
  const kind = kindOf(seed, number);
  const isRevised =
    isChosen(seed, number, PURPOSE_REVISED, behaviour.revisedShare) &&
    now >= history.visibleAt(number) + behaviour.revisedAfterMs;
  const members: readonly Member[] = [
    ['id', writeId(seed, behaviour, number, id)],
    ['timestamp', writeTime(seed, behaviour, number, timestamp)],
    ['event_type', `"${kind.eventType}"`],
    ['workspace', writeWorkspace(workspace)],
    ['user', writeUser(seed, number)],
    ['details', writeDetails(seed, number, kind)],
    ['resource', (isRevised ? writeRevisedResource : writeResource)(seed, number, kind)],
    ['resource_changes', writeChanges(seed, number, kind)],
  ];
  const present = (added?.record ? replaceMembers(members, added.record) : members).filter(
    ([, text]) => text !== undefined,
  );
  return behaviour.layout === 'compact' ? join(present) : joinLines(present, behaviour.layout);
}

function writeId(seed: number, behaviour: Behaviour, number: number, id: string): string | undefined {
  if (isChosen(seed, number, PURPOSE_BAD_ID, behaviour.badIdShare))
    return number % 2 === 0 ? undefined : 'null';
  return behaviour.idType === 'string' ? `"${id}"` : id;
}

function writeTime(
  seed: number,
  behaviour: Behaviour,
  number: number,
  timestamp: string,
): string | undefined {
  if (!isChosen(seed, number, PURPOSE_BAD_TIMESTAMP, behaviour.badTimestampShare)) return `"${timestamp}"`;
  const luck = mix(seed, number, PURPOSE_WHICH_TIMESTAMP);
  const bad = behaviour.badTimestamp === 'mixed' ? BAD_TIMESTAMPS[luck % 3] : behaviour.badTimestamp;
  if (bad === 'missing') return undefined;
  return bad === 'null' ? 'null' : GARBAGE[luck % GARBAGE.length];
}

function writeUser(seed: number, number: number): string | undefined {
  if (!isSystemEvent(seed, number)) return writePerson(personOf(seed, number));
  return number % 2 === 0 ? undefined : 'null';
}

function isChosen(seed: number, number: number, purpose: number, share: number): boolean {
  return share > 0 && chance(seed, number, purpose) < share;
}

/** Members of `record` take the place of those with their name; an undefined one takes it out. */
function replaceMembers(
  members: readonly Member[],
  record: Readonly<Record<string, unknown>>,
): readonly Member[] {
  const replaced = new Map(members);
  for (const [name, value] of Object.entries(record)) replaced.set(name, JSON.stringify(value));
  return [...replaced];
}

function join(members: readonly Member[]): string {
  let text = '';
  for (const [name, value] of members) text += `${text === '' ? '{' : ','}"${name}":${value}`;
  return `${text}}`;
}

/** Over many lines; the id is left as it is, the rest is small enough to be read and written again. */
function joinLines(members: readonly Member[], layout: Behaviour['layout']): string {
  const lines = members.map(([name, value = 'null']) => {
    const text = name === 'id' ? value : JSON.stringify(JSON.parse(value), null, 2).replaceAll('\n', '\n  ');
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  const text = `{\n${lines.join(',\n')}\n}`;
  return layout === 'lines' ? text : text.replaceAll('\n', '\r\n');
}
