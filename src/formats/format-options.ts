// What the owner of a destination can ask of its format, and what formats need to know.

export interface FormatOptions {
  /** Whether the record itself goes along, as text: `raw_data` in OCSF, `event.original` in ECS. */
  includeRaw: boolean;
  /** The version of this package. */
  collectorVersion: string;
}

/** What the collector calls itself in events. */
export const COLLECTOR = 'workato-audit-logs';
