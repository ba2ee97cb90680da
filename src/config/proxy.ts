// Proxies, as the environment names them everywhere: lower case first, as curl has it.
import type { ProxyConfig } from './config.js';
import type { Environment } from './flag-entries.js';

/** Reads `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, in either case. */
export function proxyFromEnvironment(environment: Environment): ProxyConfig {
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  return { httpProxy: read('HTTP_PROXY'), httpsProxy: read('HTTPS_PROXY'), noProxy: read('NO_PROXY') };
}
