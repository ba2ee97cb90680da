import { describe, expect, it } from 'vitest';
import { authorityFile, serveProxy, serveTls } from '../platform/http-setup.js';
import { makeFolder, runCli, useCli } from '../support/cli.js';
import { TOKEN } from '../support/simulated.js';

useCli();

// The bundle holds only parts of the HTTP client: what opens a tunnel was once not among them, and every https proxy failed.
describe('the built command line behind a proxy', () => {
  const check = async (proxy: string, environment: Readonly<Record<string, string>> = {}) => {
    const target = await serveTls('localhost');
    const { stdout } = await runCli(['check', '--base-url', target, '--ca-file', authorityFile], {
      cwd: await makeFolder(),
      env: { WORKATO_API_TOKEN: TOKEN, HTTPS_PROXY: proxy, ...environment },
    });
    return { stdout, host: new URL(target).host };
  };

  it('tunnels to an https base URL', async () => {
    const proxy = await serveProxy();
    const { stdout, host } = await check(proxy.url);
    expect(proxy.asked).toEqual([`CONNECT ${host}`]);
    expect(stdout).toContain(`GET https://${host}/api/activity_logs answered 200`);
  });

  it('tells a proxy that refuses from a Workato that does not answer', async () => {
    const proxy = await serveProxy(403);
    const { stdout } = await check(proxy.url);
    expect(stdout).toContain(`the proxy 127.0.0.1:${proxy.port}: the proxy refused the connection (403)`);
  });

  it('goes directly where NO_PROXY names the host', async () => {
    const proxy = await serveProxy();
    const { stdout } = await check(proxy.url, { NO_PROXY: '127.0.0.1' });
    expect(proxy.asked).toEqual([]);
    expect(stdout).toContain('answered 200');
  });
});
