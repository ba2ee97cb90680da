// What becomes of each known type of event, held against files that people can read and against both schemas. After a change that
// is meant: `npx vitest run test/formats --update`, then read the difference.
import { expect, test } from 'vitest';
import { parseInstant } from '../../src/events/instant.js';
import { createFormatter } from '../../src/formats/formats.js';
import type { StoredEvent } from '../../src/journal/journal-data.js';
import { checkEcs } from '../support/check-ecs.js';
import { checkOcsf } from '../support/check-ocsf.js';
import { knownEvents } from './known-events.js';

const options = { includeRaw: false, collectorVersion: '1.2.3' };

function stored(record: Readonly<Record<string, unknown>>): StoredEvent {
  return {
    position: 7,
    workspaceKey: 1,
    workspace: 'acme-prod',
    baseUrl: 'https://app.eu.workato.com',
    key: String(record['id']),
    time: parseInstant(String(record['timestamp'])),
    firstSeen: Date.UTC(2025, 11, 18, 10, 14, 2, 345),
    type: null,
    user: null,
    resourceType: null,
    raw: Buffer.from(JSON.stringify(record)),
  };
}

function format(name: string, event: StoredEvent) {
  const line = createFormatter(name, options)?.(event) ?? new Uint8Array();
  return JSON.parse(Buffer.from(line).toString('utf8'));
}

test.each(knownEvents)('$name', async ({ name, record }) => {
  const event = stored(record);
  const ocsf = format('ocsf', event);
  const ecs = format('ecs', event);
  expect(checkOcsf(ocsf)).toEqual([]);
  expect(checkEcs(ecs)).toEqual([]);
  await expect(`${JSON.stringify({ record, ocsf, ecs }, null, 2)}\n`).toMatchFileSnapshot(
    `golden/${name}.json`,
  );
});
