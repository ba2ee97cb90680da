// Who may import whom. ARCHITECTURE.md says why; this file makes it so.
const only = (name, from, ...allowed) => ({
  name,
  severity: 'error',
  from: { path: `^src/${from}/` },
  to: { path: '^src/', pathNot: [`^src/${from}/`, ...allowed.map((folder) => `^src/${folder}`)] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'nothing-imports-the-command-line',
      severity: 'error',
      from: { pathNot: '^src/cli/' },
      to: { path: '^src/cli/' },
    },
    { name: 'nothing-imports-the-front-door', severity: 'error', from: {}, to: { path: '^src/index\\.ts$' } },
    only('events-stand-alone', 'events'),
    only('platform-stands-alone', 'platform'),
    only('workato-knows-words-and-world', 'workato', 'events/', 'platform/', 'pull/source\\.ts'),
    only('pull-knows-ports', 'pull', 'events/', 'platform/', 'journal/journal\\.ts'),
    only('journal-is-an-adapter', 'journal', 'events/', 'platform/'),
    only('deliver-knows-ports', 'deliver', 'events/', 'platform/', 'journal/journal\\.ts'),
    only(
      'destinations-are-adapters',
      'destinations',
      'events/',
      'platform/',
      'deliver/destination\\.ts',
      'journal/journal\\.ts',
    ),
    only(
      'formats-are-pure',
      'formats',
      'events/',
      'platform/',
      'deliver/destination\\.ts',
      'journal/journal\\.ts',
    ),
    only('simulator-is-a-world-of-its-own', 'simulator', 'events/', 'platform/'),
    only(
      'config-knows-schemas',
      'config',
      'events/',
      'platform/',
      'workato/',
      'destinations/',
      'formats/',
      'deliver/(destination|filter)\\.ts',
    ),
    {
      name: 'only-the-loader-reads-the-environment',
      severity: 'error',
      from: { pathNot: '^src/(platform|config|cli|app|server|simulator)/' },
      to: { path: '^(node:)?process$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node'] },
  },
};
