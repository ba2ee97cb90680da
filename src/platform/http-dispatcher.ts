// The connections behind http.ts: a keep-alive pool for each origin, through a proxy where the environment names one.
import { setFlagsFromString } from 'node:v8';
import type { Dispatcher } from 'undici';
import { readAuthorities } from './authorities.js';
import { CollectorError } from './errors.js';
import type { ProxySettings } from './proxy-settings.js';
import { protectSecret } from './secrets.js';
import { ADDRESS_ATTEMPT_MS } from './tcp.js';

/** An idle connection is kept so long, unless the server names another time. */
const KEEP_ALIVE_MS = 30_000;
/** A connection that is not open after so long is given up; it would hold up the end of the process. */
const CONNECT_TIMEOUT_MS = 10_000;

/**
 * Opens the pool. undici is loaded here and not before, because loading it takes longer than many commands.
 * @throws CollectorError CONFIG_INVALID where a proxy's address or a certificate file cannot be used.
 */
export async function createDispatcher(
  proxy: ProxySettings,
  caFiles: readonly string[],
): Promise<Dispatcher> {
  const ca = caFiles.length === 0 ? undefined : await readAuthorities(caFiles);
  const httpProxy = readProxy('HTTP_PROXY', proxy.httpProxy);
  const httpsProxy = readProxy('HTTPS_PROXY', proxy.httpsProxy);
  const { Agent, EnvHttpProxyAgent, Pool } = await loadUndici();
  const connect = {
    ...(ca === undefined ? {} : { ca }),
    timeout: CONNECT_TIMEOUT_MS,
    autoSelectFamilyAttemptTimeout: ADDRESS_ATTEMPT_MS,
  };
  const settings = { keepAliveTimeout: KEEP_ALIVE_MS, connect };
  if (httpProxy === '' && httpsProxy === '') return new Agent(settings);
  return new EnvHttpProxyAgent({
    ...settings,
    httpProxy,
    httpsProxy,
    noProxy: proxy.noProxy ?? '',
    proxyTunnel: false,
    clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: CONNECT_TIMEOUT_MS }),
    requestTls: connect,
    proxyTls: connect,
  });
}

/**
 * undici's HTTP parser is WebAssembly. Compiled on demand and without the optimising compiler it is fast enough by far; that
 * compiler works on in the background, and a short command would wait for it at its end.
 */
async function loadUndici() {
  for (const flag of ['--liftoff-only', '--wasm-lazy-compilation']) setFlagsFromString(flag);
  // By its default export: as a CommonJS module it has no other once it is bundled.
  return (await import('undici')).default;
}

/** A proxy's address as undici takes it; empty for none. `proxy:3128` means http, as with curl. */
export function readProxy(variable: string, value: string | undefined): string {
  const text = value?.trim() ?? '';
  if (text === '') return '';
  const address = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || url.hostname === '' || !['http:', 'https:'].includes(url.protocol)) {
    throw new CollectorError(
      'CONFIG_INVALID',
      `${variable} is not the address of a proxy; expected one such as http://proxy.example.com:3128.`,
      { hint: `Correct ${variable}, or remove it to connect directly.` },
    );
  }
  if (url.password !== '') protectSecret(decodeURIComponent(url.password));
  return address;
}
