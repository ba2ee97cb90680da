// TLS for destinations that do not speak HTTP: whom they trust, and how they show who they are.
import { readFile } from 'node:fs/promises';
import { type ConnectionOptions, createSecureContext } from 'node:tls';
import type { DestinationContext } from '../../deliver/destination.js';
import { readAuthorities } from '../../platform/authorities.js';
import { CollectorError } from '../../platform/errors.js';
import { flag, text } from '../../platform/fields.js';
import { readSecretFile } from '../../platform/secret-file.js';

/** The settings that such destinations have for TLS. */
export const tlsSettings = {
  tls: flag()
    .default(true)
    .describe('Whether to use TLS. Without it, whoever is on the way can read and change the events.'),
  ca_file: text('the path of a PEM file')
    .optional()
    .describe('A PEM file with further certificate authorities to trust.'),
  certificate_file: text('the path of a PEM file')
    .optional()
    .describe('A PEM file with the client certificate to show, together with `key_file`.'),
  key_file: text('the path of a PEM file')
    .optional()
    .describe('A PEM file with the private key of the client certificate.'),
};

export interface TlsSettings {
  tls: boolean;
  ca_file?: string | undefined;
  certificate_file?: string | undefined;
  key_file?: string | undefined;
}

/** For schemas: the certificate and its key go together, and only with TLS. */
export const tlsRule = {
  isKept: ({ tls, ca_file, certificate_file, key_file }: TlsSettings) =>
    (certificate_file === undefined) === (key_file === undefined) &&
    (tls || (ca_file === undefined && certificate_file === undefined)),
  complaint: {
    error: 'certificate_file and key_file together, and both and ca_file only with tls',
    path: ['tls'],
  },
};

/**
 * What `tls.connect` takes; null without TLS. Files are read at each call, so that renewed certificates are taken up.
 * @throws CollectorError CONFIG_INVALID where a file cannot be read or used.
 */
export async function readTls(
  settings: TlsSettings,
  { caFiles, logger }: Pick<DestinationContext, 'caFiles' | 'logger'>,
): Promise<ConnectionOptions | null> {
  const { tls, ca_file, certificate_file, key_file } = settings;
  if (!tls) return null;
  const authorities = ca_file === undefined ? caFiles : [...caFiles, ca_file];
  const trust = authorities.length === 0 ? {} : { ca: await readAuthorities(authorities) };
  if (certificate_file === undefined || key_file === undefined) return trust;
  const key = await readSecretFile(key_file, logger, 'private key');
  const own = { cert: await readCertificate(certificate_file), key };
  try {
    createSecureContext(own);
  } catch (cause: unknown) {
    throw new CollectorError(
      'CONFIG_INVALID',
      `The client certificate ${certificate_file} and the private key ${key_file} cannot be used together.`,
      {
        hint: 'Give the certificate and its own key, both in PEM form and the key without a password.',
        cause,
      },
    );
  }
  return { ...trust, ...own };
}

async function readCertificate(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CollectorError('CONFIG_INVALID', `The client certificate ${path} cannot be read: ${reason}.`, {
      hint: 'Give the path of a file in PEM form (-----BEGIN CERTIFICATE-----) that this user can read.',
      cause,
    });
  }
}
