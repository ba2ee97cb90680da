import { describe, expect, onTestFinished, test } from 'vitest';
import { elasticsearch } from '../../../src/destinations/elasticsearch/elasticsearch.js';
import { createLogger } from '../../../src/platform/log.js';
import { batchOf } from '../../support/batch-of.js';
import { openContext } from '../../support/destination-contract.js';
import { setUpCluster } from './elasticsearch-setup.js';

const never = new AbortController().signal;

describe('what single events are answered', () => {
  test.each([
    [429, 'es_rejected_execution_exception', 'rejected execution of coordinating operation', 'more to do'],
    [503, 'unavailable_shards_exception', 'primary shard is not active', 'allocation/explain'],
    [403, 'cluster_block_exception', 'index [a] blocked by: [FORBIDDEN/12/index read-only]', 'free space'],
    [403, 'security_exception', 'action [indices:data/write/bulk] is unauthorized', 'create_doc'],
    [404, 'index_not_found_exception', 'no such index [a]', 'Create it'],
    [400, 'illegal_argument_exception', 'pipeline with id [x] does not exist', 'ingest pipeline'],
    [400, 'index_closed_exception', 'closed', '_open'],
  ])('%d %s has the whole batch wait', async (status, type, reason, remedy) => {
    const { settings, documents, store } = await setUpCluster();
    let isOver = false;
    store.itemFault = (id) => (!isOver && id.endsWith('/2') ? { status, type, reason } : null);
    const destination = await elasticsearch.open(settings, openContext());
    onTestFinished(() => destination.close());
    await expect(destination.write(batchOf(0, 3), never)).rejects.toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining(reason),
      hint: expect.stringContaining(remedy),
    });
    isOver = true;
    expect(await destination.write(batchOf(0, 3), never)).toMatchObject({ refused: [] });
    expect(documents()).toHaveLength(3);
  });

  test('one that the mapping cannot hold is refused with both reasons, the others are there', async () => {
    const { settings, documents, store } = await setUpCluster('index');
    const caused_by = { type: 'illegal_argument_exception', reason: 'For input string: "x"' };
    store.itemFault = (id) =>
      id.endsWith('/2')
        ? {
            status: 400,
            type: 'mapper_parsing_exception',
            reason: 'failed to parse field [a]',
            ...{ caused_by },
          }
        : null;
    const destination = await elasticsearch.open(settings, openContext());
    onTestFinished(() => destination.close());
    const { refused } = await destination.write(batchOf(0, 3), never);
    expect(refused).toEqual([
      {
        position: 2,
        reason: 'mapper_parsing_exception: failed to parse field [a], because: For input string: "x"',
      },
    ]);
    expect(documents()).toHaveLength(2);
  });

  test('a failure store that took some is warned of', async () => {
    const { settings, fake } = await setUpCluster();
    const log: string[] = [];
    const logger = createLogger({
      format: 'text',
      level: 'warn',
      write: (line) => log.push(line),
      now: Date.now,
    });
    fake.nextBulk = (response) =>
      response.end('{"errors":false,"items":[{"create":{"status":201,"failure_store":"used"}}]}');
    const destination = await elasticsearch.open(settings, openContext({ logger }));
    onTestFinished(() => destination.close());
    await destination.write(batchOf(0, 1), never);
    expect(log.join('')).toContain('failure store of the data stream. events=1');
  });

  test.each(['{"errors":false,"items":[]}', 'all is well', '{}'])(
    '%s is not taken for success',
    async (body) => {
      const { settings, fake } = await setUpCluster();
      fake.nextBulk = (response) => response.end(body);
      const destination = await elasticsearch.open(settings, openContext());
      onTestFinished(() => destination.close());
      await expect(destination.write(batchOf(0, 1), never)).rejects.toMatchObject({
        code: 'DESTINATION_UNAVAILABLE',
      });
    },
  );
});

describe('a request that is answered as a whole', () => {
  test.each([
    [413, '<html>too large</html>', 'DESTINATION_REFUSED', ''],
    [
      403,
      '{"error":{"type":"cluster_block_exception","reason":"blocked"},"status":403}',
      'DESTINATION_UNAVAILABLE',
      'free space',
    ],
    [
      404,
      '{"error":{"type":"index_not_found_exception","reason":"no such index"},"status":404}',
      'DESTINATION_UNAVAILABLE',
      'Create it',
    ],
    [
      503,
      '{"error":{"type":"master_not_discovered_exception","reason":null},"status":503}',
      'DESTINATION_UNAVAILABLE',
      'node',
    ],
  ])('with %d %s', async (status, body, code, hint) => {
    const { settings, fake } = await setUpCluster();
    fake.nextBulk = (response) => response.writeHead(status).end(body);
    const destination = await elasticsearch.open(settings, openContext());
    onTestFinished(() => destination.close());
    await expect(destination.write(batchOf(0, 1), never)).rejects.toMatchObject({
      code,
      hint: expect.stringContaining(hint),
    });
  });
});
