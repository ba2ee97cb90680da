// Sees to the real programs that the tests talk to: installs from Debian what is missing, or says in one line what is.
// `npm test` runs it; once everything is there it takes no time.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { env, exit, getuid } from 'node:process';

/** Program, and the Debian packages that bring it. */
const PROGRAMS = [
  ['chromium', 'chromium'],
  ['openssl', 'openssl'],
  ['rsyslogd', 'rsyslog rsyslog-gnutls'],
  ['kcat', 'kcat'],
  ['promtool', 'prometheus'],
  ['swift-proxy-server', 'swift-proxy swift-account swift-container swift-object'],
];

const missing = PROGRAMS.filter(([program]) => !isThere(program));
if (missing.length > 0) install(missing.flatMap(([, packages]) => packages.split(' ')));

/** @param {string} program */
function isThere(program) {
  const folders = `${env.PATH ?? ''}:/usr/sbin:/sbin`.split(':');
  return folders.some((folder) => existsSync(`${folder}/${program}`));
}

/** @param {string[]} packages */
function install(packages) {
  const sudo = getuid?.() === 0 ? [] : ['sudo', '-n'];
  const names = packages.join(' ');
  if (!isThere('apt-get') || (sudo.length > 0 && spawnSync('sudo', ['-n', 'true']).status !== 0)) {
    console.error(
      `The tests need programs that are missing here; install them: ${names} (names of Debian packages).`,
    );
    exit(1);
  }
  console.log(`Installing for the tests: ${names}`);
  // A service that starts by itself would hold a port.
  const quiet = { ...env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = (...args) =>
    execFileSync([...sudo, 'apt-get'][0], [...sudo, 'apt-get', ...args].slice(1), {
      env: quiet,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}
