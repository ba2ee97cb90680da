// Open pages ask the same questions at the same moment, when a status has been told: one answer serves them all.
import type { MiddlewareHandler } from 'hono';
import type { Status } from '../app/status-shape.js';

/**
 * Answers one question once until the next status is told: nobody gets less than what had come when the status that they know was
 * made. `told`: the newest status; null while nobody follows it, then every question has an answer of its own.
 */
export function shareAnswers(told: () => Status | null): MiddlewareHandler {
  const answersSince = new WeakMap<Status, Map<string, Promise<string | null>>>();
  return async (context, next) => {
    const now = told();
    if (now === null || context.req.method !== 'GET') return next();
    const answers = answersSince.get(now) ?? new Map<string, Promise<string | null>>();
    answersSince.set(now, answers);
    const { url } = context.req;
    const earlier = answers.get(url);
    const known = earlier && (await earlier.catch(() => null));
    if (known) return context.body(known, 200, { 'Content-Type': 'application/json' });
    const work = async () => {
      await next();
      return context.res.status === 200 ? context.res.clone().text() : null;
    };
    const asked = work();
    answers.set(url, asked);
    await asked;
  };
}
