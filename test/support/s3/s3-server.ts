// A store that speaks S3, as tests look at it: straight through the SDK, past the destination.
import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { provideSecrets } from '../../../src/config/provide-secrets.js';
import { S3Settings } from '../../../src/destinations/s3/s3-settings.js';

export interface S3Server {
  endpoint: string;
  accessKey: string;
  secretKey: string;
  close(): Promise<void>;
}

export interface TestBucket {
  name: string;
  /** Settings of a destination that writes it; `given` comes before what is usual. */
  settings(given?: object): S3Settings;
  /** In the order of their bytes. */
  keys(): Promise<string[]>;
  read(key: string): Promise<{ body: Buffer; contentType: string | undefined }>;
  /** Keys of uploads that were begun and neither finished nor given up. */
  uploads(): Promise<string[]>;
}

/** A new, empty bucket on a server. */
export async function makeBucket({ endpoint, accessKey, secretKey }: S3Server): Promise<TestBucket> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  const name = `acme-${randomUUID()}`;
  const credentials = { accessKeyId: accessKey, secretAccessKey: secretKey };
  const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket: name }));
  return {
    name,
    settings: (given = {}) =>
      withKeys({ bucket: name, endpoint, ...given }, { ACCESS_KEY: accessKey, SECRET_KEY: secretKey }),
    async keys() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: name }));
      return Contents.map(({ Key = '' }) => Key).sort();
    },
    async read(key) {
      const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket: name, Key: key }));
      return { body: Buffer.from((await Body?.transformToByteArray()) ?? []), contentType: ContentType };
    },
    async uploads() {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: name }));
      return Uploads.map(({ Key = '' }) => Key);
    },
  };
}

/** Settings whose keys are in the environment. */
export function withKeys(given: object, environment: { ACCESS_KEY: string; SECRET_KEY: string }): S3Settings {
  const settings = S3Settings.parse({
    access_key_id: { env: 'ACCESS_KEY' },
    secret_access_key: { env: 'SECRET_KEY' },
    ...given,
  });
  const problems = provideSecrets(settings, environment, (path) => path.join('.'));
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return settings;
}
