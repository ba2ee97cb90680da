// Which proxies to go through.

/** Proxies as `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name them; undefined where the environment does not. */
export interface ProxySettings {
  httpProxy?: string | undefined;
  httpsProxy?: string | undefined;
  noProxy?: string | undefined;
}
