// Keeps one health up to date in the journal, and says in the log when it changes: once, not with every failed try.
import type { Json } from '../journal/journal.js';
import type { Clock } from '../platform/clock.js';
import type { CollectorError } from '../platform/errors.js';
import type { Logger } from '../platform/log.js';
import { type Budget, type Health, noteSuccess, noteTrouble, parseHealth, startHealth } from './health.js';

/** While nothing changes, the journal is told no more often than this. */
const QUIET_MS = 30_000;

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
  /** There was nothing to do, and nothing is known to be wrong. */
  idle(): void;
  /** `retryInMs`: when it is tried again; null where that is not known. */
  trouble(error: CollectorError, retryInMs: number | null): void;
  /** The health as it stands. */
  readonly current: Health;
  /** Resolves once everything said so far is in the journal, or could not be put there. */
  settle(): Promise<void>;
}

export function createHealthRecorder(options: HealthRecorderOptions): HealthRecorder {
  const { clock, logger, subject } = options;
  let health: Health = startHealth(clock.now(), parseHealth(options.before), options.budget);
  let savedAt: number | null = null;
  let saving: Promise<void> = Promise.resolve();

  const save = () => {
    savedAt = clock.monotonic();
    const saved = health;
    saving = saving.then(() => options.save(saved)).catch(() => {});
  };

  return {
    get current() {
      return health;
    },
    success() {
      const before = health;
      health = noteSuccess(health, clock.now());
      if (before.trouble !== null) logger.info(`Working again: ${subject}.`);
      if (before.state !== 'ok' || savedAt === null || clock.monotonic() - savedAt >= QUIET_MS) save();
    },
    idle() {
      if (health.state !== 'starting') return;
      health = { ...noteSuccess(health, clock.now()), lastSuccess: health.lastSuccess };
      save();
    },
    trouble(error, retryInMs) {
      const before = health;
      const now = clock.now();
      health = noteTrouble(health, error, now, retryInMs === null ? null : now + retryInMs);
      if (before.state !== health.state || before.trouble?.message !== error.message) {
        logger.warn(`Trouble with ${subject}: ${error.message}`, {
          code: error.code,
          hint: error.hint || undefined,
          correlation_id: error.correlationId,
          retry_in_seconds: retryInMs === null ? undefined : Math.ceil(retryInMs / 1000),
        });
      }
      save();
    },
    settle: () => saving,
  };
}
