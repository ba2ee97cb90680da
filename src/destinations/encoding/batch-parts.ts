// A batch as files or objects: one for each partition, under names that tell what is in them: pure.
import { createHash } from 'node:crypto';
import type { Batch, BatchLimits, Delivery } from '../../deliver/destination.js';
import { joinInPieces } from '../shared/join-lines.js';
import { escapeValue, type Partition } from './partition.js';

const POSITION_DIGITS = 12;
const HASH_LENGTH = 32;

/** What becomes one file. */
export interface BatchPart {
  /** Its folders, with "/" behind each; empty for none. */
  folder: string;
  /**
   * `<journal>-<first position>-<last position>-<SHA-256 of its lines, shortened><extension>`: the same events of the same journal
   * have the same name, at every repetition, and other events never have it, not even those of a journal that was restored.
   */
  name: string;
  deliveries: readonly Delivery[];
}

export interface Parting {
  journalId: string;
  partition: Partition;
  extension: string;
}

/** The parts of `batch`, in the order of their first events; always the same ones. */
export function partBatch(batch: Batch, { journalId, partition, extension }: Parting): readonly BatchPart[] {
  const folders = new Map<string, Delivery[]>();
  for (const delivery of batch.deliveries) {
    const folder = partition(delivery.event);
    const there = folders.get(folder);
    if (there) there.push(delivery);
    else folders.set(folder, [delivery]);
  }
  return [...folders].map(([folder, deliveries]) => ({
    folder,
    name: `${escapeValue(journalId)}-${describeContent(deliveries)}${extension}`,
    deliveries,
  }));
}

function describeContent(deliveries: readonly Delivery[]): string {
  const hash = createHash('sha256');
  for (const piece of joinInPieces({ deliveries })) hash.update(piece);
  const ends = [deliveries[0], deliveries.at(-1)].map((delivery) =>
    String(delivery?.event.position ?? 0).padStart(POSITION_DIGITS, '0'),
  );
  return [...ends, hash.digest('hex').slice(0, HASH_LENGTH)].join('-');
}

/** Batches that make files of a size that is good to read: each is one file, or a few. */
export const PART_LIMITS: BatchLimits = { events: 50_000, bytes: 2 ** 26, ageMs: 5 * 60_000 };
