// Checks the package as users get it: packed once, looked at by publint and by attw.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'check-package-'));
try {
  const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const tarball = join(folder, JSON.parse(packed.toString())[0].filename);
  execFileSync('publint', ['--strict', tarball], { stdio: 'inherit' });
  execFileSync('attw', [tarball, '--profile', 'esm-only'], { stdio: ['ignore', 'ignore', 'inherit'] });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
