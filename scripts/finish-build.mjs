// After the compiler: the command line becomes a bundle. It starts in half the time when Node has a few files to find and
// compile, and not 500; the library beside it stays as the compiler left it.
import { chmodSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const entry = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

await build({
  entryPoints: [entry],
  outdir: fileURLToPath(new URL('../dist/cli', import.meta.url)),
  allowOverwrite: true,
  bundle: true,
  // What a command imports when it runs stays apart until then.
  splitting: true,
  chunkNames: 'chunk-[hash]',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Native code.
  external: ['better-sqlite3'],
  // Dependencies that are CommonJS ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as createBundleRequire } from 'node:module';\nconst require = createBundleRequire(import.meta.url);",
  },
  sourcemap: 'linked',
  sourcesContent: false,
  logLevel: 'warning',
});
chmodSync(entry, 0o755);
