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
  | { kind: 'retrying'; error: CollectorError; waitMs: number }
  | { kind: 'calibrated'; order: string; cursor: string }
  | { kind: 'contradicted' };
