// What may be done to a running collector, as a program or the page asks for it.

/** Times are ISO 8601. */
export type Action =
  | { action: 'pause' | 'resume' | 'pull_now'; workspace: string }
  | { action: 'backfill'; workspace: string; from: string; to: string }
  | { action: 'replay'; destination: string; from_position?: number; from_time?: string }
  | { action: 'retry_dead_letters' | 'drop_dead_letters'; destination: string };
