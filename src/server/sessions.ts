// Signing in: a token for machines, a session for the page. Sessions live in memory and end with the process.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Clock } from '../platform/clock.js';

const COOKIE = 'workato_audit_logs_session';
const SESSION_MS = 12 * 3_600_000;
const MOST_SESSIONS = 1000;
const ATTEMPT_MS = 60_000;
const MOST_ATTEMPTS = 10;

interface Session {
  csrfToken: string;
  until: number;
}

export interface Sessions {
  readonly loginRequired: boolean;
  mayRead(context: Context): boolean;
  /** Whether a change comes from a program with the token, or from a page of ours. */
  mayChange(context: Context): boolean;
  /** Of the page that asks; null where it has not signed in. */
  csrfToken(context: Context): string | null;
  /** `wait`: too many wrong ones in the last minute, whoever brought them. */
  signIn(context: Context, token: string): 'signed in' | 'wrong' | 'wait';
  signOut(context: Context): void;
}

/** Without a token nobody has to sign in; changes need the CSRF token all the same. */
export function createSessions(token: string | null, clock: Clock): Sessions {
  const sessions = new Map<string, Session>();
  const open: Session = { csrfToken: randomToken(), until: Number.POSITIVE_INFINITY };
  let failures: number[] = [];

  const isToken = (given: string) => token !== null && isSame(given, token);
  const bringsToken = (context: Context) => {
    const given = /^Bearer +(\S+) *$/i.exec(context.req.header('authorization') ?? '')?.[1];
    return given !== undefined && isToken(given);
  };
  const sessionOf = (context: Context): Session | null => {
    if (token === null) return open;
    const session = sessions.get(digest(getCookie(context, COOKIE) ?? ''));
    return session && session.until > clock.monotonic() ? session : null;
  };
  const begin = (): string => {
    const now = clock.monotonic();
    for (const [id, { until }] of sessions)
      if (until <= now || sessions.size >= MOST_SESSIONS) sessions.delete(id);
    const id = randomToken();
    sessions.set(digest(id), { csrfToken: randomToken(), until: now + SESSION_MS });
    return id;
  };

  return {
    loginRequired: token !== null,
    mayRead: (context) => bringsToken(context) || sessionOf(context) !== null,
    mayChange(context) {
      const session = sessionOf(context);
      const given = context.req.header('x-csrf-token') ?? '';
      return bringsToken(context) || (session !== null && isSame(given, session.csrfToken));
    },
    csrfToken: (context) => sessionOf(context)?.csrfToken ?? null,
    signIn(context, given) {
      const now = clock.monotonic();
      failures = failures.filter((at) => at > now - ATTEMPT_MS);
      if (failures.length >= MOST_ATTEMPTS) return 'wait';
      if (!isToken(given)) {
        failures.push(now);
        return 'wrong';
      }
      setCookie(context, COOKIE, begin(), {
        httpOnly: true,
        sameSite: 'Strict',
        secure: new URL(context.req.url).protocol === 'https:',
        path: '/',
        maxAge: SESSION_MS / 1000,
      });
      return 'signed in';
    },
    signOut(context) {
      const id = deleteCookie(context, COOKIE, { path: '/' });
      if (id !== undefined) sessions.delete(digest(id));
    },
  };
}

function randomToken(): string {
  return randomBytes(32).toString('base64url');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** In the same time, however much of it is right. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(digest(one)), Buffer.from(digest(other)));
}
