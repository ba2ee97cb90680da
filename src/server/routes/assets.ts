// The page itself, as it was built: a handful of files, read once. Names with a hash in them are kept by browsers for ever.
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { Hono } from 'hono';
import { refuse } from '../refuse.js';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.woff2': 'font/woff2',
};

interface Asset {
  body: Uint8Array<ArrayBuffer>;
  type: string;
}

/** Serves the files of `folder`; every path without an ending is the page. */
export function addAssets(app: Hono, folder: string): void {
  const assets = readAssets(folder);
  app.get('*', (answer) => {
    const { path } = answer.req;
    const asset = assets.get(path === '/' || !extname(path) ? '/index.html' : path);
    if (!asset)
      return refuse(answer, 404, 'NOT_FOUND', 'There is nothing at this address.', 'The dashboard is at /.');
    answer.header('Content-Type', asset.type);
    answer.header(
      'Cache-Control',
      path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    );
    return answer.body(asset.body);
  });
}

function readAssets(folder: string): ReadonlyMap<string, Asset> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      return [
        `/${relative(folder, path).split(sep).join('/')}`,
        { body: new Uint8Array(readFileSync(path)), type },
      ];
    }),
  );
}
