// What pulls and feeds report while they work, turned into health, progress and log lines.
import type { FeedNews } from '../deliver/feed-context.js';
import type { Clock } from '../platform/clock.js';
import type { Logger } from '../platform/log.js';
import type { PullNews } from '../pull/news.js';
import type { Bell } from './bell.js';
import type { HealthRecorder } from './health-recorder.js';
import type { AppNews, FeedProgress, PullCount } from './parts.js';
import type { RequestMeter } from './request-meter.js';

type Observe = ((news: AppNews) => void) | undefined;

/** An observer for the pulls of one workspace. */
export function observePull(
  workspace: string,
  to: {
    health: HealthRecorder;
    count: PullCount;
    requests: RequestMeter;
    grown: Bell;
    logger: Logger;
    observe: Observe;
  },
): (news: PullNews) => void {
  let isUndated = false;
  return (news) => {
    if (news.kind === 'undated' && !isUndated) {
      isUndated = true;
      to.logger.warn(
        'The answers carry no Date: the clock of this machine dates them. Keep it right (NTP).',
        {
          workspace,
        },
      );
    }
    if (news.kind === 'page') {
      to.health.success();
      to.count.stored += news.stored;
      if (news.stored > 0) to.grown.ring();
      to.logger.debug('A page was read.', {
        workspace,
        purpose: news.purpose,
        received: news.received,
        stored: news.stored,
        latency_ms: Math.round(news.latencyMs),
      });
    }
    if (news.kind === 'asked') to.requests.note(news.error, news.latencyMs);
    if (news.kind === 'retrying') to.health.trouble(news.error, news.waitMs);
    if (news.kind === 'calibrated') {
      to.logger.info('Learnt how Workato pages.', { workspace, order: news.order, page_after: news.cursor });
    }
    to.observe?.({ kind: 'pull', workspace, news });
  };
}

/** An observer for the feed of one destination. */
export function observeFeed(
  destination: string,
  to: { health: HealthRecorder; progress: FeedProgress; clock: Clock; observe: Observe },
): (news: FeedNews) => void {
  return (news) => {
    if (news.kind === 'acknowledged') {
      to.progress.delivered += news.delivered;
      to.progress.acknowledgedAt = to.clock.monotonic();
      to.health.success();
    }
    // The feed itself logs each try that fails.
    if (news.kind === 'retrying') to.health.trouble(news.error, news.waitMs, { isSaid: true });
    if (news.kind === 'caught-up') to.health.idle();
    to.observe?.({ kind: 'feed', destination, news });
  };
}
