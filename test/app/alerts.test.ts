import { describe, expect, it } from 'vitest';
import { renderAlert } from '../../src/app/alerts/render-alert.js';
import { readVersion } from '../../src/platform/version.js';
import { at, createTimeline, HOUR, MINUTE, REFUSED, type World } from './alerts-setup.js';

const WELL: World = {};
/** In trouble since `ms`. */
const failing = (ms: number): World => ({ trouble: REFUSED, since: at(ms) });

describe('failing and recovered', () => {
  it('is told once it has lasted, and again after each repeat interval', () => {
    const line = createTimeline();
    line.pass(MINUTE, WELL);
    line.pass(9 * HOUR, failing(MINUTE));
    expect(line.told.filter((text) => text.includes('failing'))).toEqual([
      '3 min: failing, workspace acme',
      '243 min: failing, workspace acme',
      '483 min: failing, workspace acme',
    ]);
    expect(line.messages[0]).toMatchObject({
      since: Date.parse(at(MINUTE)),
      message: REFUSED.message,
      hint: REFUSED.hint,
      code: 'AUTHENTICATION_FAILED',
      correlationId: 'c-1',
    });
  });

  it('is not told while it passes by itself', () => {
    const line = createTimeline();
    for (let round = 0; round < 50; round += 1) {
      const began = round * 2 * MINUTE;
      line.pass(1.5 * MINUTE, failing(began));
      line.pass(0.5 * MINUTE, WELL);
    }
    expect(line.told).toEqual([]);
  });

  it('is over once it has been gone for as long, however often it comes back before', () => {
    const line = createTimeline();
    line.pass(5 * MINUTE, failing(0));
    for (let round = 0; round < 20; round += 1) {
      line.pass(MINUTE, WELL);
      line.pass(MINUTE, (now) => failing(now));
    }
    line.pass(10 * MINUTE, WELL);
    expect(line.told).toEqual([
      '2 min: failing, workspace acme',
      '47 min: recovered from failing, workspace acme',
    ]);
    expect(line.messages[1]).toMatchObject({ since: Date.parse(at(0)), hint: '', correlationId: null });
  });

  it('is neither told again nor forgotten over a restart', () => {
    const line = createTimeline();
    line.pass(3 * MINUTE, failing(0));
    line.restart(HOUR);
    line.pass(MINUTE, { state: 'starting', since: at(63 * MINUTE) });
    line.pass(5 * MINUTE, failing(64 * MINUTE));
    line.restart();
    line.pass(5 * MINUTE, WELL);
    expect(line.told).toEqual([
      '2 min: failing, workspace acme',
      '71 min: recovered from failing, workspace acme',
    ]);
  });

  it('goes on counting over a restart what was not told yet', () => {
    const line = createTimeline();
    line.pass(MINUTE, failing(0));
    line.restart();
    line.pass(2 * MINUTE, failing(MINUTE));
    expect(line.told).toEqual(['2 min: failing, workspace acme']);
  });

  it('is told of a destination, and says nothing of one that is not asked for', () => {
    const trouble = { ...REFUSED, code: 'DESTINATION_UNAVAILABLE' };
    const down: World = { feed: { state: 'unreachable', trouble, since: at(0) } };
    const line = createTimeline();
    line.pass(3 * MINUTE, down);
    expect(line.told).toEqual(['2 min: failing, destination archive']);
    const other = createTimeline({ on: ['no_data', 'recovered'] });
    other.pass(3 * MINUTE, down);
    other.pass(10 * MINUTE, WELL);
    expect(other.told).toEqual([]);
  });

  it('does not take a pause for a recovery, nor a clock that is set back for silence', () => {
    const line = createTimeline();
    line.pass(3 * MINUTE, failing(0));
    line.pass(HOUR, { state: 'paused' });
    expect(line.told).toEqual(['2 min: failing, workspace acme']);
    line.restart(-63 * MINUTE);
    line.pass(4 * HOUR + MINUTE, failing(0));
    expect(line.told.at(-1)).toBe('240 min: failing, workspace acme');
  });
});

describe('no data', () => {
  it('says that nothing happened where Workato answers', () => {
    const line = createTimeline();
    line.pass(7 * HOUR, { newest_event_at: at(0) });
    line.pass(MINUTE, WELL);
    expect(line.told).toEqual([
      '360 min: no_data, workspace acme',
      '420 min: recovered from no_data, workspace acme',
    ]);
    expect(line.messages[0]).toMatchObject({
      reason: 'nothing_happened',
      message: 'Workato answers, but has shown no event that is newer than 6 h.',
    });
  });

  it('says that Workato could not be asked where it does not answer, and tells when that changes', () => {
    const silent: World = { newest_event_at: at(0), last_success_at: at(0), last_pull_at: at(0) };
    const line = createTimeline({ on: ['no_data', 'recovered'] });
    line.pass(7 * HOUR, { ...silent, trouble: REFUSED });
    // It answers again, but a poll has not been finished: whether anything happened is not known yet.
    line.pass(MINUTE, { newest_event_at: at(0), last_pull_at: at(0) });
    line.pass(MINUTE, { newest_event_at: at(0) });
    expect(line.told).toEqual(['360 min: no_data, workspace acme', '421 min: no_data, workspace acme']);
    expect(line.messages.map(({ reason }) => reason)).toEqual(['workato_not_asked', 'nothing_happened']);
    expect(line.messages[0]?.message).toContain(REFUSED.message);
  });

  it.each<[string, World]>([
    ['during a backfill', { phase: 'backfilling', newest_event_at: at(0) }],
    ['while paused', { state: 'paused', newest_event_at: at(0), last_success_at: at(0) }],
    [
      'before the first answer of a process',
      { state: 'starting', last_success_at: at(0), last_pull_at: at(0) },
    ],
    ['while events come', {}],
  ])('says nothing %s', (_, world) => {
    const line = createTimeline();
    line.pass(12 * HOUR, world, MINUTE);
    expect(line.told).toEqual([]);
  });

  it('counts from the beginning of what is collected where there was no event at all', () => {
    const line = createTimeline();
    line.pass(7 * HOUR, { newest_event_at: null, collected_from: at(HOUR) }, MINUTE);
    expect(line.told).toEqual([]);
    line.pass(HOUR, { newest_event_at: null, collected_from: at(HOUR) }, MINUTE);
    expect(line.told).toEqual(['420 min: no_data, workspace acme']);
  });
});

describe('behind', () => {
  it('is told of a destination that stands still, not of one that keeps up with much', () => {
    const busy = createTimeline();
    busy.pass(HOUR, (now) => ({ head: 1000 + now, feed: { position: 900 + now } }));
    expect(busy.told).toEqual([]);
    const still = createTimeline();
    still.pass(20 * MINUTE, (now) => ({ head: 1000 + now, feed: { position: 900 } }));
    still.pass(20 * MINUTE, WELL);
    expect(still.told).toEqual([
      '15 min: behind, destination archive',
      '35 min: recovered from behind, destination archive',
    ]);
    expect(still.messages[0]?.message).toMatch(
      /^It lacks events that have been in the journal for 15 min; [\d,]+ wait\.$/,
    );
  });

  it('is not told of a replay, and remembered over a restart', () => {
    const replay = createTimeline();
    replay.pass(HOUR, { feed: { position: 0, replaying_to: 100 } });
    expect(replay.told).toEqual([]);
    const line = createTimeline();
    line.pass(10 * MINUTE, { feed: { position: 1 } });
    line.restart();
    line.pass(10 * MINUTE, { feed: { position: 1 } });
    expect(line.told).toEqual(['15 min: behind, destination archive']);
  });
});

describe('counted', () => {
  it('tells of dead letters at once, of more at most once a repeat interval, and when they are gone', () => {
    const line = createTimeline();
    line.pass(MINUTE, { feed: { deadLettered: 1 } });
    line.pass(5 * HOUR, (now) => ({ feed: { deadLettered: 1 + Math.floor(now / MINUTE) } }));
    line.restart();
    line.pass(HOUR, { feed: { deadLettered: 300 } });
    line.pass(MINUTE, { feed: { deadLettered: 0 } });
    expect(line.told).toEqual([
      '0 min: dead_letters, destination archive',
      '240 min: dead_letters, destination archive',
      '361 min: recovered from dead_letters, destination archive',
    ]);
    expect(line.messages[0]).toMatchObject({
      count: 1,
      message: 'It refused 1 event for good; the newest: too long',
    });
  });

  it('tells of lateness beyond the lookback when more of it comes, and not of what was there before', () => {
    const line = createTimeline();
    line.pass(MINUTE, { beyondLookback: 7 });
    line.restart();
    line.pass(8 * HOUR, { beyondLookback: 9 });
    expect(line.told).toEqual(['1 min: late, workspace acme']);
    expect(line.messages[0]).toMatchObject({ count: 9 });
  });
});

it('lets a newer message about the same take the place of one that could not be sent', () => {
  const line = createTimeline();
  line.pass(9 * HOUR, failing(0));
  line.pass(MINUTE * 5, WELL);
  expect(Object.values(line.state.outbox).map(({ kind, recovered }) => recovered ?? kind)).toEqual([
    'failing',
  ]);
  expect(Object.values(line.state.outbox)[0]?.kind).toBe('recovered');
});

describe('a message from a stranger', () => {
  const line = createTimeline();
  const message = 'It answered <!channel> & <http://evil|here>\u202e\u0000 *bold*';
  line.pass(3 * MINUTE, { trouble: { ...REFUSED, message }, since: at(0) });
  const render = (type: 'slack' | 'webhook') => {
    const [first] = line.messages;
    if (!first) throw new Error('nothing was told');
    return JSON.parse(renderAlert(first, { name: 'on-call', type }, 'journal-1'));
  };

  it('is text to Slack: no mention, no link, no formatting', () => {
    expect(render('slack')).toEqual({
      text: [
        'Failing: workspace acme',
        'It answered &lt;!channel&gt; &amp; &lt;http://evil|here&gt;\\u202e\\u0000 *bold*',
        'What to do: Make a new one.',
        'Since 2026-01-01T00:00:00.000Z',
        'Correlation id: c-1',
      ].join('\n'),
      mrkdwn: false,
    });
  });

  it('is text in JSON, of bounded length', () => {
    expect(render('webhook')).toEqual({
      version: 1,
      id: 'journal-1/failing/workspace acme/2026-01-01T00:02:00.000Z',
      alert: 'on-call',
      kind: 'failing',
      recovered: null,
      reason: null,
      subject: 'workspace acme',
      at: '2026-01-01T00:02:00.000Z',
      since: '2026-01-01T00:00:00.000Z',
      message: 'It answered <!channel> & <http://evil|here>\\u202e\\u0000 *bold*',
      hint: 'Make a new one.',
      code: 'AUTHENTICATION_FAILED',
      correlation_id: 'c-1',
      count: null,
      collector_version: readVersion(),
      journal_id: 'journal-1',
    });
  });
});
