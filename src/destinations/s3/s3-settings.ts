// What an `s3` destination can be told.
import { z } from 'zod';
import { flag, oneOf, text } from '../../platform/fields.js';
import { secret } from '../../platform/secret.js';
import { encodingSettings } from '../encoding/encoding.js';
import { partition } from '../encoding/partition.js';
import { address, endpointSettings } from '../shared/http-endpoint.js';

const BUCKET_FORM = 'the name of a bucket, such as acme-audit-logs, or the ARN of an access point';
const PREFIX_FORM =
  'a path of letters, digits and ! _ . * \' ( ) = -, without "/" at its beginning, such as workato/audit';
const CLASS_FORM = 'a storage class in capitals, such as STANDARD_IA';
const SEGMENT = /^(?!\.{1,2}$)[A-Za-z0-9!_.*'()=-]+$/;

const settings = z.strictObject({
  bucket: z
    .string({ error: BUCKET_FORM })
    .regex(/^(arn:[\w:/-]{10,200}|[A-Za-z0-9][A-Za-z0-9._-]{2,254})$/, { error: BUCKET_FORM })
    .describe('The bucket. It must exist.'),
  prefix: z
    .string({ error: PREFIX_FORM })
    .max(300, { error: PREFIX_FORM })
    .transform((value) => value.replace(/\/$/, ''))
    .refine((value) => value === '' || value.split('/').every((segment) => SEGMENT.test(segment)), {
      error: PREFIX_FORM,
    })
    .optional()
    .describe('The folder within the bucket that objects are written into.'),
  partition: partition
    .prefault('dt={date}')
    .describe(
      'Folders below the prefix, from the time of each event in UTC and its other fields. An empty text makes none.',
    ),
  ...encodingSettings('ndjson_gzip'),
  region: text('a region, such as eu-central-1', 64)
    .default('us-east-1')
    .describe('The region of the bucket. `auto` for Cloudflare R2.'),
  endpoint: address
    .optional()
    .describe('The address of a store other than Amazon S3, such as https://minio.example.com:9000.'),
  path_style: flag()
    .optional()
    .describe(
      'Whether the bucket stands in the path of the address (`true`) or in its host name. None: in the path where there is an `endpoint`.',
    ),
  access_key_id: secret()
    .optional()
    .describe(
      'The access key. None: credentials are found as by every program of AWS: environment, shared files, web identity, container or instance role.',
    ),
  secret_access_key: secret().optional().describe('The secret that belongs to `access_key_id`.'),
  session_token: secret().optional().describe('The session token, where the access key is a temporary one.'),
  sse: oneOf('AES256', 'aws:kms')
    .optional()
    .describe('How the store encrypts objects. None: as the bucket is set up.'),
  kms_key_id: text('the id or ARN of a KMS key', 2048)
    .optional()
    .describe('The KMS key for `sse: aws:kms`. None: the one of the account.'),
  storage_class: z
    .string({ error: CLASS_FORM })
    .regex(/^[A-Z][A-Z0-9_]{1,63}$/, { error: CLASS_FORM })
    .optional()
    .describe('The storage class of the objects. None: the standard one.'),
  checksums: flag()
    .default(true)
    .describe(
      'Send a CRC32 of every object, for the store to verify. Switch it off for a store that does not know it.',
    ),
  ...endpointSettings,
});

/** What an `s3` destination can be told. */
export const S3Settings = settings.superRefine((given, context) => {
  const needs = (key: keyof typeof given, other: string, isThere: boolean) => {
    if (given[key] === undefined || isThere) return;
    context.addIssue({ code: 'custom', path: [key], message: `nothing without ${other}` });
  };
  needs('access_key_id', 'secret_access_key', given.secret_access_key !== undefined);
  needs('secret_access_key', 'access_key_id', given.access_key_id !== undefined);
  needs('session_token', 'access_key_id', given.access_key_id !== undefined);
  needs('kms_key_id', 'sse: aws:kms', given.sse === 'aws:kms');
});
export type S3Settings = z.infer<typeof S3Settings>;
