// The `s3` destination: each batch becomes one object, or one for each partition, in any store that speaks S3.
import type { DestinationType } from '../../deliver/destination.js';
import { PART_LIMITS } from '../encoding/batch-parts.js';
import { openEncoding } from '../encoding/encoding.js';
import { openS3Bucket } from './s3-bucket.js';
import { checkBucket } from './s3-check.js';
import { S3Settings } from './s3-settings.js';
import { S3Writer } from './s3-writer.js';

/** Writes objects whose keys tell what is in them: a batch that comes again makes the same ones. */
export const s3: DestinationType<S3Settings> = {
  type: 's3',
  settings: S3Settings,
  limits: PART_LIMITS,

  placeOf: ({ endpoint, bucket, prefix }) => `${endpoint ?? 'aws'}/${bucket}/${prefix ?? ''}`,

  async check(given, context, signal) {
    await openEncoding(given);
    const bucket = await openS3Bucket(given, context);
    try {
      await checkBucket(bucket, context, signal);
    } finally {
      await bucket.close();
    }
  },

  async open(given, context) {
    const encoding = await openEncoding(given);
    return new S3Writer(await openS3Bucket(given, context), encoding, given.partition, context);
  },
};
