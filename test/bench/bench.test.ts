// The benchmarks run: what they count on a virtual clock is the same on any machine. What depends on a machine's speed is no test's business.
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

test('The budget row meets its bounds with the product as it was built', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/run.mjs', 'budget'], { cwd: ROOT });
  expect(stdout.match(/^ok /gm)).toHaveLength(18);
  expect(stdout).not.toMatch(/missed|not measured/);
});
