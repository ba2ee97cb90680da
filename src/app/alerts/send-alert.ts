// One message to one receiver of alerts, once: whoever calls decides whether it is tried again.
import type { AlertConfig } from '../../config/config.js';
import type { DestinationContext } from '../../deliver/destination.js';
import { exactAddress, retryAfterOf, snippetOf } from '../../destinations/shared/http-endpoint.js';
import { readHeaders } from '../../destinations/shared/http-headers.js';
import { CollectorError } from '../../platform/errors.js';
import { createHttp } from '../../platform/http.js';
import type { Logger } from '../../platform/log.js';
import type { AlertMessage } from './alert-state.js';
import { renderAlert } from './render-alert.js';

const LONGEST_ANSWER_BYTES = 2 ** 20;

export interface AlertSender {
  /** @throws CollectorError CONFIG_INVALID, DESTINATION_UNAVAILABLE where it was not taken, or why there was no answer. */
  send(message: AlertMessage, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** A sender for one alert; its secrets are read anew for each message. */
export function createAlertSender(
  alert: AlertConfig,
  journalId: string | null,
  { clock, logger, proxy, caFiles }: DestinationContext,
): AlertSender {
  const http = createHttp({ clock, proxy, caFiles, maxBytes: LONGEST_ANSWER_BYTES });
  return {
    async send(message, signal) {
      const { url, headers } = await readReceiver(alert, logger);
      const body = Buffer.from(renderAlert(message, alert, journalId));
      const response = await http.send({
        method: 'POST',
        url,
        headers: { 'Content-Type': 'application/json', ...headers },
        body,
        timeoutMs: alert.timeoutMs,
        signal,
      });
      if (response.status >= 200 && response.status < 300) return;
      throw new CollectorError(
        'DESTINATION_UNAVAILABLE',
        `It answered ${response.status}: ${snippetOf(response)}`,
        {
          hint: hintFor(response.status),
          status: response.status,
          retryAfterMs: retryAfterOf(response, clock.now()),
        },
      );
    },
    close: () => http.close(),
  };
}

/**
 * Where an alert goes, and what goes with it: its secrets, read anew.
 * @throws CollectorError CONFIG_INVALID where one of them cannot be read, or is no address.
 */
export async function readReceiver(
  alert: AlertConfig,
  logger: Logger,
): Promise<{ url: string; headers: Readonly<Record<string, string>> }> {
  const url = await alert.url.read(logger);
  if (!exactAddress.safeParse(url).success) {
    throw new CollectorError('CONFIG_INVALID', `The url of the alert "${alert.name}" is not an address.`, {
      hint: 'Expected in its place: one address that begins with https:// or http://, alone.',
    });
  }
  return { url, headers: await readHeaders(alert.headers, logger) };
}

function hintFor(status: number): string {
  if (status === 429 || status >= 500) return 'Usually this passes; it is tried again.';
  if (status >= 300 && status < 400) return 'Redirects are not followed: give the address that it leads to.';
  return 'Check the address, its headers, and whether it still exists where it was made.';
}
