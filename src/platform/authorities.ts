// Whom a TLS connection trusts.
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { CollectorError } from './errors.js';

/**
 * Certificates to trust: Node's own, and those in the PEM files.
 * @throws CollectorError CONFIG_INVALID where a file cannot be used.
 */
export async function readAuthorities(caFiles: readonly string[]): Promise<string[]> {
  return [...rootCertificates, ...(await Promise.all(caFiles.map(readCertificates))).flat()];
}

async function readCertificates(path: string): Promise<string[]> {
  try {
    const text = await readFile(path, 'utf8');
    const certificates = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
    if (certificates.length === 0) throw new Error('it holds no certificate');
    for (const certificate of certificates) new X509Certificate(certificate);
    return certificates;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CollectorError(
      'CONFIG_INVALID',
      `The file of certificate authorities ${path} cannot be used: ${reason}.`,
      {
        hint: 'Give a file of certificates in PEM form (-----BEGIN CERTIFICATE-----).',
        cause,
      },
    );
  }
}
