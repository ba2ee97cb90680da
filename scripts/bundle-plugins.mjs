// What the bundler is told beside its options: each of these saves a tenth or so of the time that a command takes to start.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const scriptPath = (name) => fileURLToPath(new URL(name, import.meta.url));
const IMPORT_ON_DEMAND = /\bimport\('(\.[^']+)'\)/g;
const ZOD_NAMESPACE = /^import \{ z \} from 'zod';$/m;
const WORK = 'work-of-commands';

/** undici without its front door, which also loads fetch, WebSocket, caches and mocks, and without HTTP/2, which is never asked for. */
export const undiciCore = {
  name: 'undici-core',
  setup(bundle) {
    bundle.onResolve({ filter: /^undici$/ }, () => ({ path: scriptPath('undici-core.cjs') }));
    bundle.onResolve({ filter: /\/client-h2\.js$/ }, () => ({
      path: scriptPath('undici-without-http2.cjs'),
    }));
  },
};

/**
 * Makes of all that the commands in `folder` import when they run, but for what `apart` matches, one piece instead of forty.
 * Also lets zod fall apart: `import { z }` takes all of it, languages and all, and a namespace import only what is used.
 */
export function joinWork(folder, apart) {
  const paths = new Set(
    readdirSync(folder)
      .filter((name) => name.endsWith('.js'))
      .flatMap((name) => [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(IMPORT_ON_DEMAND)])
      .map(([, path]) => resolve(folder, path))
      .filter((path) => !apart.test(path)),
  );
  const names = new Map([...paths].sort().map((path, index) => [path, `part${index}`]));

  const rewrite = (path) =>
    readFileSync(path, 'utf8')
      .replace(ZOD_NAMESPACE, "import * as z from 'zod';")
      .replace(IMPORT_ON_DEMAND, (asItWas, imported) => {
        const name = names.get(resolve(dirname(path), imported));
        return name === undefined ? asItWas : `import('${WORK}').then((work) => work.${name})`;
      });
  const work = [...names]
    .map(([path, name]) => `export * as ${name} from ${JSON.stringify(path)};`)
    .join('\n');

  return {
    name: 'join-work',
    setup(bundle) {
      bundle.onResolve({ filter: new RegExp(`^${WORK}$`) }, () => ({ path: WORK, namespace: WORK }));
      bundle.onLoad({ filter: /.*/, namespace: WORK }, () => ({ contents: work, resolveDir: folder }));
      bundle.onLoad({ filter: /\.js$/ }, ({ path }) =>
        path.includes('/node_modules/') ? undefined : { contents: rewrite(path) },
      );
    },
  };
}
