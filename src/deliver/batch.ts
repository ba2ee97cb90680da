// A draft as a batch: the same draft always gets the same identity, in this process and after any crash.
import { createHash } from 'node:crypto';
import type { Batch } from './destination.js';
import type { Draft } from './draft.js';

const LINE_END = new Uint8Array([0x0a]);

/** The batch of `draft`; its id is `<journal>/<feed>/<after>-<to>/<SHA-256 of its lines>`. */
export function toBatch(draft: Draft, journalId: string, feed: string): Batch {
  const hash = createHash('sha256');
  for (const { line } of draft.deliveries) hash.update(line).update(LINE_END);
  return {
    id: `${journalId}/${feed}/${draft.after}-${draft.to}/${hash.digest('hex')}`,
    after: draft.after,
    to: draft.to,
    deliveries: draft.deliveries,
    bytes: draft.bytes,
  };
}
