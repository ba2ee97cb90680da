// Writes docs/formats.md from the built product: the tables from the mapping table, the examples by formatting one record.
// `node scripts/make-format-docs.mjs [DIST [FILE]]`; `npm run build` before it.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '..');
const dist = resolve(argv[2] ?? `${root}/dist`);
const target = resolve(argv[3] ?? `${root}/docs/formats.md`);

const load = (path) => import(pathToFileURL(`${dist}/${path}`).href);
const { createFormatter } = await load('formats/formats.js');
const { findMapping } = await load('formats/find-mapping.js');
const { eventTypes, resourceTypes, verbs } = await load('formats/mapping-table.js');
const { parseInstant } = await load('events/instant.js');
const { eventKinds } = await load('simulator/catalogue.js');

const RECORD = {
  id: 656541,
  timestamp: '2025-12-18 10:13:40 UTC',
  event_type: 'connection_connected',
  workspace: { id: 2100003309, name: 'ACME Inc', email: 'workato@acme.example', environment: 'prod' },
  user: { id: 4848, name: 'Ada Byron', email: 'ada@acme.example' },
  details: { request: { ip_address: '203.0.113.66', user_agent: 'Mozilla/5.0 (X11; Linux x86_64)' } },
  resource: { id: 299668, name: 'Sales', type: 'SharedAccount', provider: 'salesforce', authorized: true },
};

const EVENT = {
  position: 7,
  workspaceKey: 1,
  workspace: 'acme-prod',
  baseUrl: 'https://app.eu.workato.com',
  key: String(RECORD.id),
  time: parseInstant(RECORD.timestamp),
  firstSeen: parseInstant('2025-12-18T10:14:02.345Z'),
  type: RECORD.event_type,
  user: RECORD.user.email,
  resourceType: RECORD.resource.type,
  raw: Buffer.from(JSON.stringify(RECORD)),
};

writeFileSync(target, `${page().trim()}\n`);

function page() {
  return `
<!-- Made by scripts/make-format-docs.mjs from src/formats. Change those, not this. -->
# Formats

\`format\` of a destination says how each event is written: always one line of JSON in UTF-8. A journal can be delivered in several
formats, to a destination each.

| format | is |
|---|---|
| \`raw\` | the record as Workato sent it, byte for byte; only line breaks between tokens become blanks. The default |
| \`envelope\` | the same bytes under \`event\`, beside where and when they were read |
| \`ocsf\` | an event of the [Open Cybersecurity Schema Framework 1.8.0](https://schema.ocsf.io/1.8.0) |
| \`ecs\` | a document of the [Elastic Common Schema 8](https://www.elastic.co/docs/reference/ecs) |

\`raw\` and \`envelope\` are evidence: nothing is read, so nothing can be read wrong. \`ocsf\` and \`ecs\` are for detection and search; keep a raw
copy beside them.

## One record in each format

\`raw\`:

${example('raw')}

\`envelope\`:

${example('envelope')}

\`ocsf\`:

${example('ocsf')}

\`ecs\`:

${example('ecs')}

## What both do with a record

- **Nothing is lost.** What has no place goes to \`unmapped\` (OCSF) or \`workato.unmapped\` (ECS), where it stood in the record; nulls and empty
  objects are left out. Workato's own name of a resource type, such as \`Flow\`, is kept beside the plain one, \`Recipe\`.
- **Ids are texts.** Any number beyond 2^53 - 1, wherever it stands, becomes a text with every digit.
- **Time** is that of the record. Where it cannot be read, or is before 1970 or after 9999, it is the time when the collector first saw
  the event; \`metadata.debug\` or \`tags\` says so, and the text itself is in \`metadata.original_time\` or \`workato.unmapped.timestamp\`.
- **An IP address** goes where addresses go only if it is one. Anything else, a zone or a port included, becomes \`src_endpoint.name\` or
  \`source.address\`.
- **Failure** is what the table says, and every event with \`details.error\` or a \`stop_reason\` that names an error or a failure. Everything
  else is a success.
- **Who did it**: where the record has no user, Workato itself (\`actor.app_name\`).
- **Half a surrogate pair** becomes U+FFFD, because many readers refuse it. \`raw\` keeps it.

## OCSF

- \`metadata.original_event_uid\` is the record's id, \`metadata.uid\` is host, workspace and id: unique among all workspaces, and the same when
  an event is delivered again. \`metadata.event_code\` is Workato's event type, \`metadata.sequence\` the position in the journal.
- Profiles are \`cloud\` in every event, and \`host\` where \`actor\` belongs to it. The workspace is \`cloud.org\`, its environment \`ou_name\`, its
  e-mail address \`cloud.account.name\`.
- \`Application Lifecycle\` has no attribute for where a request came from: its address is an observable without a name, and stays in
  \`unmapped\` with the user agent.
- Switching the workspace is \`Authentication: Account Switch\` of the type \`Workspace\`, never a logon or a logoff.
- After a renaming \`entity\` has the old name and \`entity_result\` the new one.

## ECS

- \`event.id\` is the record's id, \`event.action\` Workato's event type, \`event.severity\` the number of the severity in OCSF (1 informational, 2
  low, 3 medium, 4 high), \`event.created\` when the collector first saw it.
- \`user\` is who did it, \`user.target\` whose account or access was changed, \`user.changes\` what is new about them.
- Workato's resource is \`workato.resource\`: \`id\`, \`name\`, \`type\`, all keywords. Map \`workato.unmapped\` as \`flattened\` with \`ignore_above\`: its shape
  is Workato's, and changes.

## The mapping

It is one table, [src/formats/mapping-table.ts](../src/formats/mapping-table.ts). An event type that has a row of its own is what that row says.
Any other follows from its resource type (class, kind, least severity) and its verb, the last word of the event type that is
known as one. On resource types that nobody knows it is API Activity.

To correct it, change a row, then \`npx vitest run test/formats --update\` and \`npm run build && node scripts/make-format-docs.mjs\`, and read what changed in
\`test/formats/golden/\`: one file for each event type, with the record and both results. The tests refuse a class, an activity or a category
that the schemas do not have. A class or an attribute that no event had before also needs its part of the schema in
\`test/formats/ocsf-schema.json\`.

### Event types

Those that Workato documents, and those with a row. Workato does not document every name: some rows rest on names that are only
plausible, and match nothing if they are wrong.

| event type | OCSF class: activity | severity | ECS category: types |
|---|---|---|---|
${eventRows().join('\n')}

### Resource types

For events without a row of their own.

| resource type | is | OCSF class | least severity | ECS category: types |
|---|---|---|---|---|
${Object.entries(resourceTypes)
  .map(
    ([type, row]) =>
      `| \`${type}\` | ${row.name} | ${row.as} | ${row.severity} | ${kindOf(row.ecs[0], row.ecs.slice(1))} |`,
  )
  .join('\n')}

### Verbs

The first activity that the class has is taken, \`Other\` where it has none of them; \`activity_name\` is then the event type.

| verb | OCSF activity | least severity | ECS type |
|---|---|---|---|
${Object.entries(verbs)
  .map(
    ([verb, row]) =>
      `| \`${verb}\` | ${row.as.join(', ') || 'Other'}${failure(row.failed)} | ${row.severity} | ${row.ecs} |`,
  )
  .join('\n')}
`;
}

function eventRows() {
  const known = new Map(Object.keys(eventTypes).map((key) => [key, [...key.split(' '), undefined]]));
  const rows = [...known].map(([key, [type, activity]]) => [key, findMapping(type, undefined, activity)]);
  const documented = eventKinds
    .filter((kind) => kind.documented && !known.has(kind.eventType))
    .map((kind) => [kind.eventType, findMapping(kind.eventType, kind.recordType)]);
  return [...rows, ...documented]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([key, mapping]) =>
        `| \`${key.replace(' ', '` with activity `')}\` | ${mapping.className}: ${mapping.activity}${failure(mapping.failed)} ` +
        `| ${mapping.severity} | ${kindOf(mapping.ecsCategory, mapping.ecsTypes)} |`,
    );
}

function kindOf(category, types) {
  return types.length === 0 ? category : `${category}: ${types.join(', ')}`;
}

function failure(failed) {
  return failed ? ', failure' : '';
}

/** Laid out for reading; in the file it is one line. */
function example(name) {
  const line = createFormatter(name, { includeRaw: false, collectorVersion: '0.1.0' })(EVENT);
  return `\`\`\`json\n${JSON.stringify(JSON.parse(Buffer.from(line).toString('utf8')), null, 2)}\n\`\`\``;
}
