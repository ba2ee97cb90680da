// What a store that speaks S3 answers instead of taking an object, in words that tell the operator what to do.
// Codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
import { CollectorError, type ErrorCode } from '../../platform/errors.js';
import { escapeControls, shorten } from '../../platform/text.js';
import { type Failure, readFailure, retryAfterOf } from './s3-failure.js';
import type { S3Settings } from './s3-settings.js';

const LONGEST_ANSWER = 200;

type Target = Pick<S3Settings, 'bucket' | 'prefix' | 'region' | 'endpoint'>;
type Remedy = readonly [what: string, hint: string];

const CREDENTIALS: Remedy = [
  'no credentials were found',
  'Set access_key_id and secret_access_key, or give the machine a role; AWS_PROFILE and the files in ~/.aws are looked at too.',
];
const EXPIRED: Remedy = [
  'the credentials have expired',
  'Renew them. session_token must belong to access_key_id; a role renews them by itself.',
];
const BUSY: Remedy = ['it is busy', 'Its events wait in the journal until it takes them again.'];
const DAMAGED: Remedy = [
  'what arrived is not what was sent',
  'It is sent again. If this stays, look for a proxy that changes it.',
];

const REMEDIES: Readonly<Record<string, Remedy>> = {
  NoSuchBucket: ['the bucket does not exist', 'Create it, or correct bucket, region and endpoint.'],
  InvalidBucketName: ['the bucket cannot have this name', 'Correct bucket.'],
  InvalidAccessKeyId: [
    'the access key is not known',
    'Check access_key_id, and that the endpoint is the one that it was made for.',
  ],
  SignatureDoesNotMatch: [
    'the secret does not belong to the access key',
    'Check secret_access_key (a part of it may have been cut off), and region.',
  ],
  RequestTimeTooSkewed: [
    'the clock of this machine differs too much from that of the store',
    'Set the clock of this machine, and keep it right with NTP.',
  ],
  ExpiredToken: EXPIRED,
  ExpiredTokenException: EXPIRED,
  InvalidToken: EXPIRED,
  TokenRefreshRequired: EXPIRED,
  CredentialsProviderError: CREDENTIALS,
  SlowDown: BUSY,
  ServiceUnavailable: BUSY,
  BadDigest: DAMAGED,
  XAmzContentSHA256Mismatch: DAMAGED,
  IncompleteBody: DAMAGED,
  InvalidStorageClass: ['the store does not have this storage class', 'Correct storage_class.'],
  NotImplemented: [
    'the store cannot do what was asked',
    'Leave out what it may not know: checksums: false, and no sse or storage_class.',
  ],
};

/** `error` as a CollectorError that names the bucket and what to do; what is one already stays. */
export function toS3Error(error: unknown, target: Target, now: number): CollectorError {
  if (error instanceof CollectorError) return error;
  if (!(error instanceof Error)) throw error;
  const failure = readFailure(error);
  const [what, hint] = explain(failure, target);
  const came = [failure.code, failure.status].filter(Boolean).join(', ');
  const said = shorten(escapeControls(failure.message.replace(/\s+/g, ' ').trim()), LONGEST_ANSWER);
  const message = `Bucket ${target.bucket} at ${placeOf(target)}: ${what}${came === '' ? '' : ` (${came})`}: ${said}`;
  const code: ErrorCode =
    failure.code === 'EntityTooLarge' ? 'DESTINATION_REFUSED' : 'DESTINATION_UNAVAILABLE';
  return new CollectorError(code, message, {
    hint,
    status: failure.status,
    retryAfterMs: retryAfterOf(failure, now),
    cause: error,
  });
}

function explain(failure: Failure, target: Target): Remedy {
  const { code, status } = failure;
  const region = regionOf(failure, target);
  if (region !== undefined) return region;
  const known = Object.hasOwn(REMEDIES, code) ? REMEDIES[code] : undefined;
  if (known) return known;
  if (code.startsWith('KMS.'))
    return [
      'the KMS key cannot be used',
      'Check kms_key_id, its region, and that it allows kms:GenerateDataKey and kms:Decrypt.',
    ];
  if (status === 403) return forbidden(target);
  if (status === 404) return ['it is not there', 'Check endpoint, path_style and bucket.'];
  if (status === undefined)
    return ['the request failed', 'Check endpoint, region and the network of this machine.'];
  if (status === 429 || status === 503) return BUSY;
  if (status >= 500) return ['it failed', BUSY[1]];
  if (status < 300) return ['what answered is no store', 'Check endpoint.'];
  if (status < 400)
    return [
      'it leads elsewhere',
      'Redirects are not followed: give the address that it leads to as endpoint.',
    ];
  return ['it was not taken', 'Check the settings of this destination against what the store says.'];
}

/** Where the bucket turns out to be in another region than the one that was asked. */
function regionOf({ code, region, status }: Failure, target: Target): Remedy | undefined {
  const isAboutIt =
    [
      'PermanentRedirect',
      'AuthorizationHeaderMalformed',
      'IllegalLocationConstraintException',
      'TemporaryRedirect',
    ].includes(code) || status === 301;
  if (!isAboutIt) return undefined;
  if (region === undefined || region === target.region)
    return [
      'the bucket is in another region',
      `Set region to that of the bucket; ${target.region} was asked.`,
    ];
  return [`the bucket is in region ${region}, not ${target.region}`, `Set region: ${region}.`];
}

function forbidden({ bucket, prefix }: Target): Remedy {
  const objects = `${bucket}/${prefix ? `${prefix}/` : ''}*`;
  return [
    'writing is not allowed',
    `Allow s3:PutObject and s3:AbortMultipartUpload on arn:aws:s3:::${objects}, in the policies of the user and of the bucket; with a KMS key also kms:GenerateDataKey and kms:Decrypt.`,
  ];
}

function placeOf({ endpoint, region }: Target): string {
  return endpoint === undefined ? `Amazon S3 in ${region}` : new URL(endpoint).host;
}
