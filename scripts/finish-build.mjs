// After the compiler: the command line becomes a bundle. It starts in half the time when Node has a few files to find and
// compile, and not 500; the library beside it stays as the compiler left it. `node scripts/finish-build.mjs [DIST]`.
import { chmodSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { argv } from 'node:process';
import { build } from 'esbuild';
import { joinWork, undiciCore } from './bundle-plugins.mjs';

const folder = resolve(argv[2] ?? `${import.meta.dirname}/../dist`, 'cli');
/** What a collector does not need stays out of the piece that it loads. */
const APART = /\/(simulator\/|cli\/play-demo)/;
const { optionalDependencies } = JSON.parse(readFileSync(`${import.meta.dirname}/../package.json`, 'utf8'));

for (const name of readdirSync(folder)) if (name.startsWith('chunk-')) rmSync(`${folder}/${name}`);
await build({
  entryPoints: [`${folder}/main.js`],
  outdir: folder,
  allowOverwrite: true,
  bundle: true,
  // What a command imports when it runs stays apart until then.
  splitting: true,
  chunkNames: 'chunk-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Less to read and to compile; names stay, for profiles and stack traces.
  minifyWhitespace: true,
  minifySyntax: true,
  // Native code, and what destinations load when they are used.
  external: ['better-sqlite3', ...Object.keys(optionalDependencies)],
  plugins: [undiciCore, joinWork(folder, APART)],
  // Dependencies that are CommonJS ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as createBundleRequire } from 'node:module';\nconst require = createBundleRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
chmodSync(`${folder}/main.js`, 0o755);
