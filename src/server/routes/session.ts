// Who am I here, signing in and signing out.
import type { Hono } from 'hono';
import { z } from 'zod';
import { watchExtensible } from '../../app/is-extensible.js';
import { readBody } from '../read-body.js';
import { refuse } from '../refuse.js';
import type { ServerContext } from '../server-context.js';
import type { Sessions } from '../sessions.js';
import type { Session } from '../shapes.js';

export const Login = z.strictObject({ token: z.string() });

export function addSession(
  app: Hono,
  { context, sessions }: { context: ServerContext; sessions: Sessions },
): void {
  const { file } = context.config;
  const isExtensible = file === null ? async () => false : watchExtensible(file);
  app.get('/api/session', async (answer) => {
    answer.header('Cache-Control', 'no-store');
    return answer.json({
      login_required: sessions.loginRequired,
      signed_in: sessions.mayRead(answer),
      csrf_token: sessions.csrfToken(answer),
      version: context.version,
      config_writable: await isExtensible(),
    } satisfies Session);
  });
  app.post('/api/login', async (answer) => {
    const { token } = await readBody(answer, Login);
    const outcome = sessions.signIn(answer, token);
    if (outcome === 'signed in') return answer.json({ done: 'Signed in.' });
    if (outcome === 'wrong')
      return refuse(
        answer,
        401,
        'WRONG_TOKEN',
        'This is not the token.',
        'It is the one of server.token in the configuration.',
      );
    answer.header('Retry-After', '60');
    return refuse(answer, 429, 'TOO_MANY_ATTEMPTS', 'Too many wrong tokens.', 'Try again in a minute.');
  });
  app.post('/api/logout', (answer) => {
    sessions.signOut(answer);
    return answer.json({ done: 'Signed out.' });
  });
}
