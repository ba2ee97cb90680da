// Whether a bucket may be written, without writing an object: an upload in parts is begun and given up again. Beginning one takes the
// same permission, encryption and storage class as writing an object, and what is left of it where giving up fails is no object.
import type { DestinationContext } from '../../deliver/destination.js';
import { describeError, throwIfAborted } from '../../platform/errors.js';
import type { S3Bucket } from './s3-bucket.js';

const PROBE = '.workato-audit-logs-check';

/** @throws CollectorError with the remedy. */
export async function checkBucket(
  bucket: S3Bucket,
  { logger }: Pick<DestinationContext, 'logger'>,
  signal: AbortSignal,
): Promise<void> {
  const { sdk, client, object, prefix, hasChecksums } = bucket;
  throwIfAborted(signal);
  const place = { Bucket: object.Bucket, Key: `${prefix}${PROBE}` };
  const begin = new sdk.CreateMultipartUploadCommand({
    ...object,
    ...place,
    ...(hasChecksums ? { ChecksumAlgorithm: 'CRC32' as const } : {}),
  });
  const { UploadId } = await client.send(begin, { abortSignal: signal }).catch((error: unknown) => {
    throw bucket.describe(error);
  });
  try {
    await client.send(new sdk.AbortMultipartUploadCommand({ ...place, UploadId }), { abortSignal: signal });
  } catch (error: unknown) {
    throwIfAborted(signal);
    logger.warn('An upload that was begun to check the bucket could not be given up again; it is empty.', {
      key: place.Key,
      reason: describeError(bucket.describe(error)),
      hint: 'Allow s3:AbortMultipartUpload, and have the bucket remove unfinished uploads after some days.',
    });
  }
}
