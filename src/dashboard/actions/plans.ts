// What people can make the collector do, each with the words in which they are asked whether they mean it.
import type { FeedStatus, WorkspaceStatus } from '../../app/status-shape.js';
import type { Action } from '../../server/shapes.js';

export interface Plan {
  /** In a menu. */
  name: string;
  title: string;
  explanation: string;
  /** On the button that does it. */
  verb: string;
  isDangerous?: boolean;
  fields: readonly { name: string; label: string; kind: 'time' | 'position'; isRequired: boolean }[];
  build(form: FormValues): Action;
}

/** What was filled in. */
export interface FormValues {
  text(name: string): string;
  /** ISO 8601 in UTC; null where nothing was filled in. */
  time(name: string): string | null;
}

export function planForWorkspace({ name, state }: WorkspaceStatus): readonly Plan[] {
  return [state === 'paused' ? resume(name) : pause(name), pullNow(name), backfill(name)];
}

export function planForFeed({ name, events }: FeedStatus): readonly Plan[] {
  return events.dead_lettered > 0 ? [replay(name), retryDead(name), dropDead(name)] : [replay(name)];
}

function pause(workspace: string): Plan {
  return {
    name: 'Pause…',
    title: `Pause ${workspace}?`,
    explanation:
      'Nothing more is read from it until it is resumed. What happens meanwhile is read then, as long as Workato still keeps it.',
    verb: 'Pause',
    fields: [],
    build: () => ({ action: 'pause', workspace }),
  };
}

function resume(workspace: string): Plan {
  return {
    name: 'Resume…',
    title: `Resume ${workspace}?`,
    explanation: 'Reading goes on where it stopped.',
    verb: 'Resume',
    fields: [],
    build: () => ({ action: 'resume', workspace }),
  };
}

function pullNow(workspace: string): Plan {
  return {
    name: 'Pull now…',
    title: `Pull ${workspace} now?`,
    explanation:
      'It is asked for new events at once, within its request budget, and not only at the next poll.',
    verb: 'Pull now',
    fields: [],
    build: () => ({ action: 'pull_now', workspace }),
  };
}

function backfill(workspace: string): Plan {
  return {
    name: 'Backfill…',
    title: `Backfill ${workspace}`,
    explanation:
      'Reads this span of its history beside the live events. Events that are in the journal already are recognised and not stored again.',
    verb: 'Backfill',
    fields: [
      { name: 'from', label: 'From', kind: 'time', isRequired: true },
      { name: 'to', label: 'To', kind: 'time', isRequired: true },
    ],
    build: ({ time }) => ({
      action: 'backfill',
      workspace,
      from: time('from') ?? '',
      to: time('to') ?? '',
    }),
  };
}

function replay(destination: string): Plan {
  return {
    name: 'Replay…',
    title: `Replay to ${destination}`,
    explanation:
      'Delivers again what was collected since a time, or from a position on; without either, from the beginning of the journal. A destination that cannot recognise repeats will hold these events twice.',
    verb: 'Replay',
    fields: [
      { name: 'from_time', label: 'Collected since', kind: 'time', isRequired: false },
      { name: 'from_position', label: 'or from the position', kind: 'position', isRequired: false },
    ],
    build({ time, text }) {
      const fromTime = time('from_time');
      const position = Number(text('from_position'));
      if (fromTime !== null) return { action: 'replay', destination, from_time: fromTime };
      return { action: 'replay', destination, from_position: position > 0 ? position : 1 };
    },
  };
}

function retryDead(destination: string): Plan {
  return {
    name: 'Retry dead letters…',
    title: `Retry the dead letters of ${destination}?`,
    explanation: 'The events that it refused for good are offered to it once more.',
    verb: 'Retry',
    fields: [],
    build: () => ({ action: 'retry_dead_letters', destination }),
  };
}

function dropDead(destination: string): Plan {
  return {
    name: 'Drop dead letters…',
    title: `Drop the dead letters of ${destination}?`,
    explanation:
      'They are given up: this destination will never have these events. They stay in the journal, and in the ledger.',
    verb: 'Drop them',
    isDangerous: true,
    fields: [],
    build: () => ({ action: 'drop_dead_letters', destination }),
  };
}
