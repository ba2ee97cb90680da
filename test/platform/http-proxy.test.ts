import { describe, expect, it } from 'vitest';
import { readProxy } from '../../src/platform/http-dispatcher.js';
import { redact } from '../../src/platform/secrets.js';
import {
  authorityFile,
  failure,
  get,
  openHttp,
  serve,
  serveProxy,
  serveRaw,
  serveTls,
} from './http-setup.js';

describe('requests through a proxy', () => {
  it('tunnels https, so that the proxy never sees the request', async () => {
    const proxy = await serveProxy();
    const target = await serveTls('localhost');
    const http = openHttp({ proxy: { httpsProxy: proxy.url }, caFiles: [authorityFile] });
    expect((await get(http, target)).body.toString()).toBe('secret');
    expect(proxy.asked).toEqual([`CONNECT ${new URL(target).host}`]);
  });

  it('forwards http', async () => {
    const proxy = await serveProxy();
    const http = openHttp({ proxy: { httpProxy: `127.0.0.1:${proxy.port}` } });
    const answer = await get(http, 'http://127.0.0.1:9/api?x=1');
    expect(answer.body.toString()).toBe('through the proxy');
    expect(proxy.asked).toEqual(['GET http://127.0.0.1:9/api?x=1']);
  });

  it.each(['127.0.0.1', '*', 'example.com, 127.0.0.1'])(
    'leaves out hosts in NO_PROXY: %s',
    async (noProxy) => {
      const proxy = await serveProxy();
      const target = await serve((_request, response) => response.end('direct'));
      const http = openHttp({ proxy: { httpProxy: proxy.url, noProxy } });
      expect((await get(http, target)).body.toString()).toBe('direct');
      expect(proxy.asked).toEqual([]);
    },
  );

  it('uses no proxy of the environment that it was not told of', async () => {
    process.env['HTTP_PROXY'] = 'http://127.0.0.1:9';
    try {
      const target = await serve((_request, response) => response.end('direct'));
      const http = openHttp({ proxy: { httpsProxy: 'http://127.0.0.1:9' } });
      expect((await get(http, target)).body.toString()).toBe('direct');
    } finally {
      delete process.env['HTTP_PROXY'];
    }
  });

  it('gives the proxy its password, and shows it nowhere', async () => {
    const proxy = await serveProxy(407);
    const address = `http://user:open-sesame@127.0.0.1:${proxy.port}`;
    const http = openHttp({ proxy: { httpsProxy: address } });
    const error = await failure(get(http, await serveTls('localhost')));
    expect(proxy.credentials).toEqual([`Basic ${Buffer.from('user:open-sesame').toString('base64')}`]);
    expect(error.code).toBe('BASE_URL_UNREACHABLE');
    expect(error.message).toContain('the proxy asks for a user name and password (407)');
    expect(`${error.message} ${error.hint}`).not.toContain('sesame');
    expect(redact('see open-sesame')).not.toContain('sesame');
  });

  it('says that the proxy refused', async () => {
    const proxy = await serveProxy(403);
    const http = openHttp({ proxy: { httpsProxy: proxy.url } });
    const error = await failure(get(http, await serveTls('localhost')));
    expect(error.message).toBe(`the proxy 127.0.0.1:${proxy.port}: the proxy refused the connection (403).`);
  });

  it('says that the proxy is not there', async () => {
    const target = await serveTls('localhost');
    const refused = await failure(get(openHttp({ proxy: { httpsProxy: 'http://127.0.0.1:9' } }), target));
    expect(refused.message).toContain('the proxy 127.0.0.1:9: connection refused');
    const unknown = await failure(get(openHttp({ proxy: { httpsProxy: 'proxy.invalid:3128' } }), target));
    expect(unknown.message).toContain('the proxy proxy.invalid:3128: DNS');
    expect(unknown.hint).toContain('HTTPS_PROXY');
  });

  it('does not wait longer for a proxy than for anything else', async () => {
    const silent = await serveRaw(() => undefined);
    const http = openHttp({ proxy: { httpsProxy: silent } });
    const error = await failure(get(http, 'https://127.0.0.1:9', { timeoutMs: 300 }));
    expect(error.code).toBe('BASE_URL_UNREACHABLE');
    expect(error.message).toContain('no answer within 0.3 s');
    const from = performance.now();
    await http.close();
    expect(performance.now() - from).toBeLessThan(1000);
  });

  it('refuses an address that is no proxy', () => {
    expect(readProxy('HTTPS_PROXY', ' proxy:3128 ')).toBe('http://proxy:3128');
    expect(readProxy('HTTPS_PROXY', undefined)).toBe('');
    for (const address of ['ftp://proxy', 'http://', 'http://a b'])
      expect(() => readProxy('HTTPS_PROXY', address)).toThrow('HTTPS_PROXY is not the address of a proxy');
  });
});
