// Writes the reference from the schemas of the built product: descriptions, defaults and accepted forms all come from the code.
// docs/configuration.md is made whole; of docs/destinations/TYPE.md the table of settings is, of docs/metrics.md that of metrics,
// between two marks.
// `node scripts/make-docs.mjs [DIST [DOCS]]`; `npm run build` before it.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');
const dist = resolve(argv[2] ?? `${root}/dist`);
const docs = `${root}/docs`;
const target = resolve(argv[3] ?? docs);

const SECTION = 'a mapping, see below';

const load = (path) => import(pathToFileURL(`${dist}/${path}`).href);
const { createConfigSchema } = await load('config/config-schema.js');
const { destinationTypes } = await load('destinations/registry.js');
const { formatNames } = await load('formats/formats.js');
const { metrics } = await load('server/metrics/render-metrics.js');

const config = createConfigSchema(() => Number.POSITIVE_INFINITY).shape;
const workspace = elementOf(config.workspaces).shape;
const destination = elementOf(config.destinations).shape;
const alert = elementOf(config.alerts).shape;

mkdirSync(`${target}/destinations`, { recursive: true });
writeFileSync(`${target}/configuration.md`, `${page().trim()}\n`);
for (const type of destinationTypes.values()) writeDestinationPage(type);
fillPage('metrics.md', 'metrics', readFileSync(`${docs}/metrics.md`, 'utf8'), metricsTable());

function writeDestinationPage(type) {
  const path = `${docs}/destinations/${type.type}.md`;
  const before = existsSync(path)
    ? readFileSync(path, 'utf8')
    : `# \`${type.type}\`\n\n<!-- settings -->\n<!-- /settings -->\n`;
  fillPage(`destinations/${type.type}.md`, 'settings', before, settingsOf(type));
}

/** Writes a page with `content` between its marks. */
function fillPage(page, mark, before, content) {
  const [start, rest] = before.split(`<!-- ${mark} -->`);
  const end = rest?.split(`<!-- /${mark} -->`)[1];
  if (end === undefined) throw new Error(`${page} lacks <!-- ${mark} --> or <!-- /${mark} -->.`);
  writeFileSync(`${target}/${page}`, `${start}<!-- ${mark} -->\n${content}\n<!-- /${mark} -->${end}`);
}

function metricsTable() {
  const rows = metrics.map(
    ({ name, type, labels, help }) =>
      `| \`${name}\` | ${type} | ${labels.map(code).join(', ')} | ${cell(help)} |`,
  );
  return ['| metric | type | labels | is |', '|---|---|---|---|', ...rows].join('\n');
}

function page() {
  return `
<!-- Made by scripts/make-docs.mjs from the schemas in src/config and src/destinations. Change those, not this. -->
# Configuration

Settings come from a YAML file, from flags, or from the environment. A flag comes before the environment, the environment before
the file, the file before the default. An unknown key is an error, and every mistake is reported at once, each with its line.

The file is the one named by \`--config\`; without that flag, \`workato-audit-logs.yaml\` in the working directory is read where
there is one. \`workato-audit-logs check\` tests everything that the file names.

\`\`\`yaml
journal: ./workato-audit-logs.db
workspaces:
  - name: acme-prod
    base_url: https://app.eu.workato.com
    api_token: { file: /run/secrets/workato }
    backfill_start_time: 2026-01-01T00:00:00Z
    filters: { exclude_event_types: [recipe_started, recipe_stopped] }
destinations:
  - name: archive
    type: file
    path: ./events.ndjson
\`\`\`

## How values are written

| kind | form |
|---|---|
| duration | a whole number and a unit: \`500ms\`, \`30s\`, \`10m\`, \`2h\`, \`7d\`. A number alone is refused |
| time | a date (\`2026-01-01\`, midnight UTC) or a time with its zone (\`2026-01-01T09:30:00Z\`, \`2026-01-01T09:30:00+02:00\`). A time without a zone is refused |
| size | a number and a unit: \`100MB\` is 100,000,000 bytes, \`100MiB\` is 104,857,600 |
| path | relative paths start at the working directory, not at the file |

## The file

${table(config)}

## \`journal\`

${table(shapeOf(config.journal))}

## \`workspaces\`

One entry for each Workato workspace. In Workato, development, test and production are workspaces of their own, each with an API
client of its own.

${table(workspace)}

### \`workspaces[].api_token\`

Exactly one of the two.

${table(shapeOf(workspace.api_token))}

### \`workspaces[].filters\`

${describe(workspace.filters)}

${table(shapeOf(workspace.filters))}

## \`destinations\`

Every destination has these settings; its type adds its own.

${table(destination)}

Types: ${[...destinationTypes.keys()].map(code).join(', ')}. Formats: ${formatNames.map(code).join(', ')};
[formats.md](formats.md) shows a record in each.

### \`destinations[].filter\`

${describe(destination.filter)} An event has to pass all of it; what is excluded is left out although it is included elsewhere.
An event without a type, resource or user is included by no name and excluded by none. \`status\` counts what is left out as
\`filtered\`.

${table(shapeOf(destination.filter))}

### \`destinations[].redact\`

${describe(destination.redact)} [redaction.md](redaction.md) tells how, and what it cannot do.

\`\`\`yaml
redact:
  drop: [details.request.ip_address]
  pseudonymise: [user.email, user.name, resource.email]
  key: { file: /run/secrets/pseudonym-key }
\`\`\`

${table(shapeOf(destination.redact))}

Each type has a page with its settings: ${[...destinationTypes.keys()].map((type) => `[${type}](destinations/${type}.md)`).join(', ')}.

## \`alerts\`

${describe(config.alerts)} [alerts.md](alerts.md) shows what is sent, and when.

${table(alert)}

## \`server\`

${describe(config.server)}

${table(shapeOf(config.server))}

## Without a file

One workspace, called \`default\`, is set by flags or environment. They cannot be mixed with the \`workspaces\` of a file, nor
\`--to\` with its \`destinations\`: a flag that would do so is refused, a variable is not looked at.

| setting | flag | environment |
|---|---|---|
| \`base_url\` | \`--base-url\` | \`WORKATO_BASE_URL\` |
| \`api_token\` | \`--api-token-file\` (there is no flag for the token itself) | \`WORKATO_API_TOKEN\`, \`WORKATO_API_TOKEN_FILE\` |
| \`managed_user_id\` | \`--managed-user-id\` | |
| \`backfill_start_time\` | \`--backfill-start-time\` | \`WORKATO_BACKFILL_START_TIME\` |
| \`requests_per_minute\` | \`--requests-per-minute\` | |
| \`lookback\` | \`--lookback\` | |
| \`poll_interval\` | \`--poll-interval\` (\`run\` only) | |
| \`server.listen\` | \`--listen\` (\`run\` only) | |
| \`give_up_after\` | \`--give-up-after\` (\`sync\` only) | |
| \`ca_file\` | \`--ca-file\` | |
| \`journal\` | \`--journal\` | \`WORKATO_JOURNAL\` |
| \`destinations\` | \`--to stdout\` or \`--to file:PATH\`, repeatable | |

\`--journal\` and \`WORKATO_JOURNAL\` also replace the journal that a file names.

Every command also takes \`--log-level\` (\`debug\`, \`info\`, \`warn\`, \`error\`) and \`--log-format\` (\`text\`, \`json\`).

## Read from the environment in any case

| variable | is |
|---|---|
| \`HTTPS_PROXY\`, \`HTTP_PROXY\`, \`NO_PROXY\` | proxies, also in lower case |
| \`NODE_EXTRA_CA_CERTS\` | a PEM file with further certificate authorities |
`;
}

/** The settings of a type, those of a section within them behind. */
function settingsOf(type) {
  const shape = shapeOf(type.settings) ?? {};
  if (Object.keys(shape).length === 0) return 'It has no settings of its own.';
  const sections = Object.entries(shape).flatMap(([name, schema]) => {
    const inner = formOf(schema) === SECTION ? shapeOf(schema) : undefined;
    return inner ? [`\n\`${name}\`:\n`, table(inner)] : [];
  });
  return [table(shape), ...sections].join('\n');
}

function table(shape) {
  const rows = Object.entries(shape).map(
    ([name, schema]) =>
      `| \`${name}\` | ${describe(schema)} | ${defaultOf(schema)} | ${cell(formOf(schema))} |`,
  );
  return ['| key | is | default | expected |', '|---|---|---|---|', ...rows].join('\n');
}

/** What a wrong value is told: the same sentence that stands in the error message. */
function formOf(schema) {
  if (shapeOf(schema) && !schema.safeParse('').error?.issues.some(({ message }) => /such as/.test(message)))
    return SECTION;
  const issue = schema.safeParse(Symbol('wrong')).error?.issues[0];
  return issue?.message ?? '';
}

function describe(schema) {
  for (let at = schema; at; at = at._zod.def.innerType) if (at.description) return cell(at.description);
  throw new Error('A setting without a description.');
}

function defaultOf(schema) {
  const { type, defaultValue } = schema._zod.def;
  if (type === 'optional') return 'none';
  if (type !== 'default' && type !== 'prefault') return 'required';
  if (defaultValue === null) return 'none';
  return code(typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue));
}

/** The settings within a section, past default, preprocessing and the like; undefined where it is a value. */
function shapeOf(schema) {
  for (let at = schema; at; at = at._zod.def.innerType ?? at._zod.def.out) if (at.shape) return at.shape;
  return undefined;
}

function elementOf(list) {
  return list._zod.def.innerType._zod.def.element;
}

function code(text) {
  return `\`${text}\``;
}

function cell(text) {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
