// What a pull reports while it goes, for status and progress.
import type { CollectorError } from '../platform/errors.js';

export type PullNews =
  | {
      kind: 'page';
      purpose: 'tail' | 'backfill' | 'sweep';
      received: number;
      stored: number;
      latencyMs: number;
    }
  /** A request has ended, with a page or, where `error` is given, without. */
  | { kind: 'asked'; error: CollectorError | null; latencyMs: number }
  | { kind: 'retrying'; error: CollectorError; waitMs: number }
  | { kind: 'calibrated'; order: string; cursor: string }
  | { kind: 'contradicted' }
  /** A page came without a `Date`: our own clock dates it. Said once a pull. */
  | { kind: 'undated' };
