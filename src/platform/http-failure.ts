// From what Node and undici throw to what an operator can act on: each kind of failure with a message and a hint of its own.
import { CollectorError } from './errors.js';
import { BrokenEncoding } from './http-body.js';
import type { ProxySettings } from './proxy-settings.js';

/** What was going on when a request failed. */
export interface FailedRequest {
  url: string;
  /** The status, where the head of a response had come. */
  status: number | undefined;
  timedOut: boolean;
  timeoutMs: number;
  proxy: ProxySettings;
}

/** The error that a failed request becomes: BASE_URL_UNREACHABLE, or UPSTREAM_FAILED where a response had begun. */
export function describeFailure(thrown: unknown, request: FailedRequest): CollectorError {
  const { host, hostname } = new URL(request.url);
  const cause = innermost(thrown);
  if (request.status !== undefined) return brokenResponse(cause, host, request);
  const via = findProxy(cause, hostname, request.proxy);
  const [problem, hint] = request.timedOut ? timeout(request) : explain(cause, hostname, via);
  const where = via === undefined ? host : `the proxy ${via}`;
  return new CollectorError('BASE_URL_UNREACHABLE', `${where}: ${problem}.`, { hint, cause: thrown });
}

type Explanation = readonly [problem: string, hint: string];

/** What a failed connection without HTTP means to an operator: `problem` without its full stop, and what to do. */
export function explainConnection(thrown: unknown, hostname: string): { problem: string; hint: string } {
  const [problem, hint] = explain(innermost(thrown), hostname, undefined);
  return { problem, hint };
}

function brokenResponse(cause: Failure, host: string, request: FailedRequest): CollectorError {
  const how = request.timedOut
    ? `it was not complete within ${formatSeconds(request.timeoutMs)}`
    : cause.error instanceof BrokenEncoding
      ? `its compressed body is damaged (${cause.message})`
      : `the connection ended in mid-response (${cause.code || cause.message})`;
  return new CollectorError('UPSTREAM_FAILED', `${host}: the response broke off: ${how}.`, {
    hint: 'Usually this passes. If it stays, look at proxies and firewalls between this machine and the host.',
    status: request.status,
    cause: cause.error,
  });
}

function timeout({ timeoutMs }: FailedRequest): Explanation {
  return [
    `timeout: no answer within ${formatSeconds(timeoutMs)}`,
    'Check that a firewall lets this machine reach the host, and whether a proxy is needed (HTTPS_PROXY).',
  ];
}

function explain(cause: Failure, hostname: string, proxy: string | undefined): Explanation {
  const { code, message } = cause;
  if (/^Proxy (response|Authentication)/i.test(message)) return refusedByProxy(message);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA' || code === 'EAI_FAIL')
    return [
      `DNS: the host name ${cause.hostname ?? hostname} was not found (${code})`,
      proxy === undefined
        ? 'Check the spelling of the host name and the name server of this machine.'
        : 'Check the spelling of HTTPS_PROXY or HTTP_PROXY.',
    ];
  if (code === 'ECONNREFUSED')
    return ['connection refused: nothing listens at this address and port', 'Check host and port.'];
  if (['ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EACCES', 'EPERM'].includes(code))
    return [
      `there is no way to this address (${code})`,
      'Check network, routes and firewall of this machine.',
    ];
  if (['ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'].includes(code))
    return [
      'timeout: no connection could be opened',
      'Check that a firewall lets this machine reach the host.',
    ];
  if (cause.name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW')
    return [`what answered does not speak HTTP (${code || message})`, 'Check host and port.'];
  return explainTls(cause, hostname) ?? explainReset(cause);
}

function explainTls({ code, message, reason }: Failure, hostname: string): Explanation | undefined {
  if (code === 'DEPTH_ZERO_SELF_SIGNED_CERT' || code === 'SELF_SIGNED_CERT_IN_CHAIN')
    return [
      `TLS: the certificate is self-signed, nobody known vouches for it (${code})`,
      'If a proxy of your company inspects TLS, give its certificate as ca_file or NODE_EXTRA_CA_CERTS. Verification cannot be switched off.',
    ];
  if (/^UNABLE_TO_|^CERT_UNTRUSTED|^UNABLE_TO_VERIFY|ISSUER/.test(code))
    return [
      `TLS: the certificate comes from an authority that is not known here (${code})`,
      'If a proxy of your company inspects TLS, give its certificate as ca_file or NODE_EXTRA_CA_CERTS.',
    ];
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return [
      `TLS: the certificate is ${code === 'CERT_HAS_EXPIRED' ? 'expired' : 'not valid yet'}`,
      'Check the clock of this machine first, then the certificate of the host.',
    ];
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'UND_ERR_PRX_TLS')
    return [
      `TLS: the certificate is for another host name than ${hostname}${reason === undefined ? '' : ` (${reason})`}`,
      'Check the host name; something in between may answer in its place.',
    ];
  if (/wrong version number|packet length too long|http request/i.test(message))
    return [
      'TLS: what answers there does not speak TLS',
      'Check the port, and whether it should be http on the loopback interface.',
    ];
  return /^(ERR_SSL|ERR_TLS|EPROTO|CERT_|ERR_OSSL)/.test(code)
    ? [
        `TLS: the handshake failed (${code})`,
        'Check TLS versions and proxies between this machine and the host.',
      ]
    : undefined;
}

function explainReset({ code, message }: Failure): Explanation {
  if (
    ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ECONNABORTED', 'UND_ERR_CLOSED', 'UND_ERR_DESTROYED'].includes(
      code,
    )
  )
    return [
      `the connection was closed before an answer came (${code})`,
      'Usually this passes. If it stays, look at proxies and firewalls, and whether the port expects https.',
    ];
  return [`the request failed (${[code, message].filter(Boolean).join(': ')})`, 'Usually this passes.'];
}

function refusedByProxy(message: string): Explanation {
  const status = /\d{3}/.exec(message)?.[0] ?? 'an error';
  return status === '407'
    ? [
        'the proxy asks for a user name and password (407)',
        'Give them in HTTPS_PROXY: http://user:password@host:port.',
      ]
    : [
        `the proxy refused the connection (${status})`,
        'Ask whoever runs the proxy to allow this host, or set NO_PROXY.',
      ];
}

interface Failure {
  error: unknown;
  name: string;
  code: string;
  message: string;
  hostname: string | undefined;
  port: number | undefined;
  reason: string | undefined;
}

/** The error at the bottom: undici and `Happy Eyeballs` wrap it. */
function innermost(thrown: unknown): Failure {
  let error = thrown;
  for (let depth = 0; depth < 5 && error instanceof Error; depth += 1) {
    const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause;
    if (!(inner instanceof Error) || error instanceof BrokenEncoding) break;
    error = inner;
  }
  const field = (name: string): unknown =>
    typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : undefined;
  const text = (name: string) => (typeof field(name) === 'string' ? String(field(name)) : undefined);
  return {
    error,
    name: text('name') ?? '',
    code: text('code') ?? '',
    message: text('message') ?? String(error),
    hostname: text('hostname'),
    port: typeof field('port') === 'number' ? Number(field('port')) : undefined,
    reason: text('reason'),
  };
}

/** The proxy that a failure is about, without its password; undefined where it is about the host itself. */
function findProxy(cause: Failure, hostname: string, proxy: ProxySettings): string | undefined {
  for (const value of [proxy.httpsProxy, proxy.httpProxy]) {
    const text = value?.trim() ?? '';
    const address = text.includes('://') ? text : `http://${text}`;
    if (text === '' || !URL.canParse(address)) continue;
    const url = new URL(address);
    const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
    const isMet = cause.hostname === undefined ? cause.port === port : cause.hostname === url.hostname;
    if (/^Proxy /.test(cause.message) || (isMet && cause.hostname !== hostname)) return url.host;
  }
  return undefined;
}

function formatSeconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
