// The audit trail of the collector itself: who made it do what.
import type { Database } from 'better-sqlite3';
import type { AuditRecord } from './journal-data.js';

export interface Audit {
  record(record: Omit<AuditRecord, 'id'>): void;
  list(limit: number): readonly AuditRecord[];
}

export function prepareAudit(db: Database): Audit {
  const insert = db.prepare(
    'INSERT INTO audit (at, actor, action, subject, detail, outcome) VALUES (@at, @actor, @action, @subject, @detail, @outcome)',
  );
  const newest = db.prepare<[number], AuditRecord>(
    'SELECT id, at, actor, action, subject, detail, outcome FROM audit ORDER BY id DESC LIMIT ?',
  );
  return {
    record: (record) => void insert.run({ ...record, at: Math.trunc(record.at) }),
    list: (limit) => newest.all(limit),
  };
}
