// The base URL as people paste it, brought to one form: everything that is bound to it (journal, learnt cursor) compares by it.
import { CollectorError } from '../platform/errors.js';
import { escapeControls, shorten } from '../platform/text.js';
import { findRegion, listRegions } from './regions.js';

const FORM = 'an address such as https://app.eu.workato.com';
const LONGEST_SHOWN = 100;

/**
 * Brings a base URL to the form `https://host[:port]`: lower case, no slash at the end, without a pasted `/api` or
 * `/api/activity_logs`, without the default port. `http` is for the loopback interface only.
 * @throws CollectorError CONFIG_INVALID saying what is wrong and what the right form is. It never shows user info or a query.
 */
export function normaliseBaseUrl(text: string): string {
  const [, scheme, rest = ''] = /^([a-z][a-z\d+.-]*):\/\/(.*)$/is.exec(text) ?? [];
  if (text.trim() === '') throw refused('The base URL is empty');
  if (text.includes('@')) throw refused('The base URL carries a user name or password (not shown)');
  if (/\s/.test(text)) throw refused(`The base URL ${show(text)} contains a blank or a line break`);
  if (scheme === undefined) throw withoutScheme(text);
  if (!/^https?$/i.test(scheme)) throw refused(`The base URL ${show(text)} begins with ${scheme}://`);
  if (rest.includes('?') || rest.includes('#'))
    throw refused(`The base URL ${show(text)} carries a query or fragment (not shown)`);
  const url = parse(scheme, rest);
  if (url === null) throw refused(`The base URL ${show(text)} has no valid host or port`);
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw refused(
      `The base URL ${show(text)} would send the token unencrypted: http is for the loopback interface only`,
    );
  const path = /^[^/]*(.*)$/s.exec(rest)?.[1] ?? '';
  if (!/^\/*(api(\/+activity_logs(\.json)?)?\/*)?$/.test(path))
    throw refused(
      `The base URL ${show(text)} has the path ${show(path)}, which does not belong to it`,
      pathHint(path),
    );
  return `${url.protocol}//${url.host.replace(/\.(?=(:\d+)?$)/, '')}`;
}

function parse(scheme: string, rest: string): URL | null {
  if (rest === '' || rest.startsWith('/') || rest.includes('\\')) return null;
  const address = `${scheme}://${rest}`;
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.hostname === '' || url.port === '0' ? null : url;
}

/** Whether a host name or address stays on this machine: localhost, 127.0.0.0/8, [::1]. */
function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function withoutScheme(text: string): CollectorError {
  const region = findRegion(text.replace(/\/.*$/s, ''));
  return refused(
    `The base URL ${show(text)} has no scheme`,
    region ? `For ${region.name} it is ${region.baseUrl}.` : '',
  );
}

function pathHint(path: string): string {
  return /managed_users/.test(path)
    ? 'For an Embedded customer give the base URL alone and the id as managed_user_id.'
    : 'Give scheme and host alone.';
}

function refused(what: string, hint = ''): CollectorError {
  return new CollectorError('CONFIG_INVALID', `${what}; expected ${FORM}.`, {
    hint: `${hint} Base URLs: ${listRegions()}; a virtual private Workato has a host of its own.`.trimStart(),
  });
}

/** What may be shown of what was given: not what follows `?` or `#`, which may be a secret. */
function show(text: string): string {
  return `"${shorten(escapeControls(text.replace(/[?#].*$/s, '')), LONGEST_SHOWN)}"`;
}
