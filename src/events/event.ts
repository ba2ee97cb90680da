// The record of Workato's activity audit log, as this product holds it: its bytes, and the little that is read from them.

/** One activity audit log record. */
export interface AuditEvent {
  /** What makes it this event within its workspace: its id, or `sha256:` and the hash of its bytes where it has none. */
  key: string;
  /** Workato's id as text, exact beyond 2^53; null where the record has none that can be read. */
  id: string | null;
  /** When it happened, epoch milliseconds; null where the timestamp is missing or unreadable. */
  time: number | null;
  /** `event_type`; null where it is not a string. */
  type: string | null;
  /** The acting user's e-mail, else name, else id; null for events of the system. */
  user: string | null;
  /** `resource.type`. */
  resourceType: string | null;
  /** `workspace.id` as text. */
  workspaceId: string | null;
  /** The record's own bytes, cut out of the page as they came. */
  raw: Uint8Array;
}
