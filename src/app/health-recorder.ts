// Keeps one health up to date in the journal, and says in the log when it changes: once, not with every failed try.
import type { Json } from '../journal/journal-data.js';
import type { Clock } from '../platform/clock.js';
import type { CollectorError } from '../platform/errors.js';
import type { Logger } from '../platform/log.js';
import {
  type Budget,
  type Health,
  noteIdle,
  notePaused,
  noteSuccess,
  noteTrouble,
  noteWaiting,
  parseHealth,
  startHealth,
} from './health.js';

/** The journal is told of a change no more often than this, and of one more success no more often than that. */
const CHANGE_MS = 1000;
const QUIET_MS = 3000;

export interface HealthRecorderOptions {
  /** For the log: `workspace acme-prod`. */
  subject: string;
  /** What the journal holds from before. */
  before: Json;
  /** Of a workspace. */
  budget?: Budget;
  save: (health: Json) => Promise<void>;
  clock: Clock;
  logger: Logger;
}

/** The health of one workspace or one feed. */
export interface HealthRecorder {
  /** A page was answered, a batch acknowledged. */
  success(): void;
  /** Nothing is done, by order. */
  paused(): void;
  /** There was nothing to do, and nothing is known to be wrong. */
  idle(): void;
  /** Nothing is wrong, but the budget has no slot at present. */
  waiting(): void;
  /** `retryInMs`: when it is tried again; null where that is not known. `isSaid`: the log has it already. */
  trouble(error: CollectorError, retryInMs: number | null, options?: { isSaid: boolean }): void;
  /** The health as it stands. */
  readonly current: Health;
  /** Resolves once everything said so far is in the journal, or could not be put there. */
  settle(): Promise<void>;
}

export function createHealthRecorder(options: HealthRecorderOptions): HealthRecorder {
  const { clock, logger, subject } = options;
  let health: Health = startHealth(clock.now(), parseHealth(options.before), options.budget);
  const { saveWithin, settle } = createSaver(() => options.save(health), clock);

  const change = (next: Health) => {
    const isQuiet = next.state === health.state;
    health = next;
    saveWithin(isQuiet ? QUIET_MS : CHANGE_MS);
  };

  return {
    get current() {
      return health;
    },
    success() {
      const before = health;
      change(noteSuccess(health, clock.now()));
      if (before.trouble !== null && health.trouble === null) logger.info(`Working again: ${subject}.`);
    },
    idle() {
      if (['starting', 'waiting for budget', 'paused'].includes(health.state))
        change(noteIdle(health, clock.now()));
    },
    paused() {
      change(notePaused(health, clock.now()));
    },
    waiting() {
      if (health.trouble === null) change(noteWaiting(health, clock.now()));
    },
    trouble(error, retryInMs, { isSaid } = { isSaid: false }) {
      const before = health;
      const now = clock.now();
      change(noteTrouble(health, error, now, retryInMs === null ? null : now + retryInMs));
      if (isSaid || (before.state === health.state && isSame(before.trouble?.message, error.message))) return;
      logger.warn(`Trouble with ${subject}: ${error.message}`, {
        code: error.code,
        hint: error.hint || undefined,
        correlation_id: error.correlationId,
        retry_in_seconds: retryInMs === null ? undefined : Math.ceil(retryInMs / 1000),
      });
    },
    settle,
  };
}

/** Whether two messages say the same: the numbers and ids of single requests in them do not count. */
function isSame(one: string | undefined, other: string): boolean {
  const words = (text: string) => text.replaceAll(/[\da-f-]*\d[\da-f-]*/gi, '#');
  return one !== undefined && words(one) === words(other);
}

/** Calls `save` now, or as long after its last call as is asked for; several wishes make one call. */
function createSaver(save: () => Promise<void>, clock: Clock) {
  let savedAt = Number.NEGATIVE_INFINITY;
  let dueAt = Number.POSITIVE_INFINITY;
  let alarm = new AbortController();
  let saving: Promise<void> = Promise.resolve();

  const saveNow = () => {
    alarm.abort();
    dueAt = Number.POSITIVE_INFINITY;
    savedAt = clock.monotonic();
    saving = saving.then(save).catch(() => {});
  };

  return {
    saveWithin(gapMs: number): void {
      const wishedAt = savedAt + gapMs;
      if (wishedAt >= dueAt) return;
      alarm.abort();
      const waitMs = wishedAt - clock.monotonic();
      if (waitMs <= 0) {
        saveNow();
        return;
      }
      dueAt = wishedAt;
      alarm = new AbortController();
      clock.sleep(waitMs, alarm.signal).then(saveNow, () => {});
    },
    settle(): Promise<void> {
      if (dueAt < Number.POSITIVE_INFINITY) saveNow();
      return saving;
    },
  };
}
