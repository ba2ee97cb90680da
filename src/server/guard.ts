// Who may ask, and how answers are protected: the Host that was asked for, security headers, the token, and forged requests.
import { isIP } from 'node:net';
import type { Context, MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { refuse } from './refuse.js';
import type { Sessions } from './sessions.js';

/** No inline script or style, nothing from elsewhere, in nobody's frame. */
export const protectAnswers: MiddlewareHandler = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  xFrameOptions: 'DENY',
  referrerPolicy: 'no-referrer',
  crossOriginResourcePolicy: 'same-origin',
  crossOriginOpenerPolicy: 'same-origin',
  // It is often reached over plain http.
  strictTransportSecurity: false,
});

/** Refuses names that are not this server's: a page elsewhere could have had its own name lead here (DNS rebinding). */
export function checkHost(allowedHosts: readonly string[]): MiddlewareHandler {
  const allowed = new Set(['localhost', ...allowedHosts.map((host) => host.toLowerCase())]);
  return async (context, next) => {
    const host = hostOf(context.req.header('host') ?? '');
    if (isIP(host) !== 0 || allowed.has(host)) return next();
    return refuse(
      context,
      421,
      'HOST_NOT_ALLOWED',
      'This server does not go by that name.',
      'Use its IP address or localhost, or add the name to server.allowed_hosts.',
    );
  };
}

function hostOf(header: string): string {
  const match = /^(?:\[([^\]]*)\]|([^:]*))(?::\d+)?$/.exec(header.trim().toLowerCase());
  return match?.[1] ?? match?.[2] ?? '';
}

/** Pages for people among the answers for programs: who has not signed in is led to the door, and from there to the page. */
const PAGES: readonly string[] = ['/api/docs'];

/** Lets only those through who have signed in, or who bring the token themselves. */
export function requireAccess(sessions: Sessions): MiddlewareHandler {
  return async (context, next) => {
    if (sessions.mayRead(context)) return next();
    const { path } = context.req;
    if (PAGES.includes(path) && /\btext\/html\b/.test(context.req.header('accept') ?? ''))
      return context.redirect(`/?then=${encodeURIComponent(path)}`);
    context.header('WWW-Authenticate', 'Bearer');
    return refuse(
      context,
      401,
      'UNAUTHORIZED',
      'This needs the token of the server.',
      'Send it as "Authorization: Bearer …", or sign in on the page.',
    );
  };
}

/** Refuses changes that a page elsewhere may have brought about: they need the token itself, or the session's CSRF token. */
export function refuseForgery(sessions: Sessions): MiddlewareHandler {
  return async (context, next) => {
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return next();
    const isJson = /^application\/json\b/i.test(context.req.header('content-type') ?? '');
    if (isJson && isSameOrigin(context) && sessions.mayChange(context)) return next();
    return refuse(
      context,
      403,
      'FORGED_REQUEST',
      'The request does not come from this page.',
      'Reload the page. A program sends JSON with the token as "Authorization: Bearer …".',
    );
  };
}

/** A browser names where a request comes from; other programs do not. */
function isSameOrigin({ req }: Context): boolean {
  const origin = req.header('origin');
  const site = req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return (
    origin === undefined ||
    (URL.canParse(origin) && new URL(origin).host === req.header('host')?.toLowerCase())
  );
}
