// The AWS SDK, tamed: it sends through our own HTTP, so that proxies, certificates, timeouts and words for failures are those of
// every destination, and it does not repeat by itself, because the feed does.
import type { S3Client, ServerSideEncryption, StorageClass } from '@aws-sdk/client-s3';
import type { DestinationContext } from '../../deliver/destination.js';
import type { CollectorError } from '../../platform/errors.js';
import { openEndpoint } from '../shared/http-endpoint.js';
import { loadSdk } from '../shared/load-sdk.js';
import { toS3Error } from './s3-errors.js';
import { createRequestHandler } from './s3-http.js';
import type { S3Settings } from './s3-settings.js';

type Sdk = typeof import('@aws-sdk/client-s3') & Pick<typeof import('@aws-sdk/lib-storage'), 'Upload'>;
type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

/** What every object is written with. */
export interface ObjectSettings {
  Bucket: string;
  ServerSideEncryption?: ServerSideEncryption;
  SSEKMSKeyId?: string;
  StorageClass?: StorageClass;
}

/** A bucket that can be written. */
export interface S3Bucket {
  sdk: Sdk;
  client: S3Client;
  /** Empty, or with "/" at its end. */
  prefix: string;
  object: ObjectSettings;
  /** Whether objects are sent with a checksum. */
  hasChecksums: boolean;
  /** What the SDK threw, in an operator's words. */
  describe(error: unknown): CollectorError;
  close(): Promise<void>;
}

/** @throws CollectorError CONFIG_INVALID where the SDK or a secret is missing. Nothing is sent yet. */
export async function openS3Bucket(settings: S3Settings, context: DestinationContext): Promise<S3Bucket> {
  const credentials = await readCredentials(settings, context);
  const sdk = await loadQuietly();
  const endpoint = openEndpoint(settings, context);
  const client = new sdk.S3Client({
    region: settings.region,
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
    forcePathStyle: settings.path_style ?? settings.endpoint !== undefined,
    ...(credentials === null ? {} : { credentials }),
    requestHandler: createRequestHandler(endpoint),
    requestChecksumCalculation: settings.checksums ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    maxAttempts: 1,
    expectContinueHeader: false,
    customUserAgent: 'workato-audit-logs',
  });
  return {
    sdk,
    client,
    prefix: settings.prefix ? `${settings.prefix}/` : '',
    object: objectSettings(settings),
    hasChecksums: settings.checksums,
    describe: (error) => toS3Error(error, settings, context.clock.now()),
    async close() {
      client.destroy();
      await endpoint.close();
    },
  };
}

/** The SDK prints a warning on versions of Node.js that it will leave behind some day; that is ours to say, not its. */
async function loadQuietly(): Promise<Sdk> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  const sdk = await loadSdk('@aws-sdk/client-s3', () => import('@aws-sdk/client-s3'));
  const { Upload } = await loadSdk('@aws-sdk/lib-storage', () => import('@aws-sdk/lib-storage'));
  return { ...sdk, Upload };
}

async function readCredentials(
  { access_key_id, secret_access_key, session_token }: S3Settings,
  { logger }: DestinationContext,
): Promise<Credentials | null> {
  if (access_key_id === undefined || secret_access_key === undefined) return null;
  return {
    accessKeyId: await access_key_id.read(logger),
    secretAccessKey: await secret_access_key.read(logger),
    ...(session_token === undefined ? {} : { sessionToken: await session_token.read(logger) }),
  };
}

function objectSettings({ bucket, sse, kms_key_id, storage_class }: S3Settings): ObjectSettings {
  return {
    Bucket: bucket,
    ...(sse === undefined ? {} : { ServerSideEncryption: sse }),
    ...(kms_key_id === undefined ? {} : { SSEKMSKeyId: kms_key_id }),
    // The SDK lists Amazon's classes; other stores have others.
    ...(storage_class === undefined ? {} : { StorageClass: storage_class as StorageClass }),
  };
}
