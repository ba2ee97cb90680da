// An open S3 destination: parts of a batch become objects, a few at a time. Their keys and contents follow from the batch alone, so
// that a repetition overwrites each object with itself.
import type { AbortMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import type { Batch, Destination, OpenContext, WriteResult } from '../../deliver/destination.js';
import { throwIfAborted } from '../../platform/errors.js';
import { createTurn } from '../../platform/turn.js';
import { type BatchPart, partBatch } from '../encoding/batch-parts.js';
import type { Encoding } from '../encoding/encoding.js';
import type { Partition } from '../encoding/partition.js';
import type { ObjectSettings, S3Bucket } from './s3-bucket.js';

const OBJECTS_AT_ONCE = 4;
const LARGEST_IN_ONE_BYTES = 2 ** 24;
const PART_BYTES = 2 ** 23;
const PARTS_AT_ONCE = 3;
/** How long a failed upload may hold up what comes next, a stop above all. */
const PATIENCE_TO_CLEAN_UP_MS = 2_000;

interface StoredObject extends ObjectSettings {
  Key: string;
  Body: Uint8Array;
  ContentType: string;
}

export class S3Writer implements Destination {
  readonly #bucket: S3Bucket;
  readonly #encoding: Encoding;
  readonly #partition: Partition;
  readonly #context: Pick<OpenContext, 'journalId' | 'clock'>;

  constructor(
    bucket: S3Bucket,
    encoding: Encoding,
    partition: Partition,
    context: Pick<OpenContext, 'journalId' | 'clock'>,
  ) {
    this.#bucket = bucket;
    this.#encoding = encoding;
    this.#partition = partition;
    this.#context = context;
  }

  async write(batch: Batch, signal: AbortSignal): Promise<WriteResult> {
    throwIfAborted(signal);
    const { extension } = this.#encoding;
    const parts = partBatch(batch, {
      journalId: this.#context.journalId,
      partition: this.#partition,
      extension,
    });
    const failures: unknown[] = [];
    const turn = createTurn(signal);
    const waiting = parts.values();
    const work = async () => {
      for (const part of waiting) {
        if (turn.signal.aborted) return;
        await this.#put(part, turn.signal);
      }
    };
    const workers = Array.from({ length: Math.min(OBJECTS_AT_ONCE, parts.length) }, () =>
      work().catch((error: unknown) => {
        failures.push(error);
        turn.end();
      }),
    );
    await Promise.all(workers);
    turn.release();
    throwIfAborted(signal);
    if (failures.length > 0) throw this.#bucket.describe(failures[0]);
    return { refused: [], resume: null };
  }

  async close(): Promise<void> {
    await this.#bucket.close();
  }

  async #put({ folder, name, deliveries }: BatchPart, signal: AbortSignal): Promise<void> {
    const { sdk, client, object, prefix } = this.#bucket;
    const stored: StoredObject = {
      ...object,
      Key: `${prefix}${folder}${name}`,
      Body: await this.#encoding.encode(deliveries, signal),
      ContentType: this.#encoding.contentType,
    };
    if (stored.Body.length > LARGEST_IN_ONE_BYTES) return this.#putInParts(stored, signal);
    const { ETag } = await client.send(new sdk.PutObjectCommand(stored), { abortSignal: signal });
    if (!ETag) throw new Error('it answered without the ETag that every stored object has; is it a store?');
  }

  /** Uploaded parts are thrown away where it fails; the object appears when it is whole, or not at all. */
  async #putInParts(params: StoredObject, signal: AbortSignal): Promise<void> {
    const client = this.#stoppable(signal);
    await new this.#bucket.sdk.Upload({
      client,
      params,
      partSize: PART_BYTES,
      queueSize: PARTS_AT_ONCE,
    }).done();
  }

  /** The client as an upload in parts uses it: every request ends with `signal`, but the one that cleans up after it. */
  #stoppable(signal: AbortSignal): S3Client {
    const { sdk, client } = this.#bucket;
    const send: S3Client['send'] = (command: Parameters<S3Client['send']>[0]) =>
      command instanceof sdk.AbortMultipartUploadCommand
        ? this.#giveUp(command)
        : client.send(command, { abortSignal: signal });
    return Object.create(client, { send: { value: send } });
  }

  /** Has the parts thrown away; where that fails, the bucket does it some day. */
  async #giveUp(command: AbortMultipartUploadCommand): Promise<unknown> {
    const patience = new AbortController();
    const over = new AbortController();
    this.#context.clock.sleep(PATIENCE_TO_CLEAN_UP_MS, over.signal).then(
      () => patience.abort(),
      () => undefined,
    );
    try {
      return await this.#bucket.client.send(command, { abortSignal: patience.signal });
    } catch {
      return undefined;
    } finally {
      over.abort();
    }
  }
}
