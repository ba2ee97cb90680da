import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildOnce } from './build-once.js';

test('askers at the same time get one and the same finished build', { timeout: 120_000 }, async () => {
  const builds = await Promise.all([buildOnce(), buildOnce(), buildOnce()]);
  expect(new Set(builds).size).toBe(1);
  expect(existsSync(join(builds[0] ?? '', 'deliver/feed.js'))).toBe(true);
  expect(existsSync(join(builds[0] ?? '', 'dashboard/index.html'))).toBe(true);
});
