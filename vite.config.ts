// The dashboard: built into dist/dashboard, so that nothing of it is needed at run time.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  root: resolve(import.meta.dirname, 'src/dashboard'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: resolve(import.meta.dirname, 'dist/dashboard'),
    emptyOutDir: true,
    target: ['chrome123', 'firefox120', 'safari17.5'],
    // The content security policy of the server knows no inline things, and every browser that is meant preloads by itself.
    assetsInlineLimit: 0,
    modulePreload: false,
  },
});
