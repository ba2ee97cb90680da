// Asking the server: JSON in, JSON out, and every failure as one kind of error that says what to do.
import type { ApiError, Session } from '../server/shapes.js';

const LONGEST_WAIT_MS = 30_000;

/** What the server, or the way to it, said instead of an answer. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  /** 0: there was no answer. */
  readonly status: number;
  readonly code: string;
  readonly hint: string;

  constructor(status: number, { code, message, hint }: ApiError['error']) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

export interface Api {
  /** @throws ApiFailure; AbortError once `signal` fires. */
  get<Answer>(path: string, signal?: AbortSignal): Promise<Answer>;
  /** @throws ApiFailure */
  post<Answer>(path: string, body: unknown): Promise<Answer>;
  /** Who this page is to the server; from then on changes are allowed where it says so. */
  openSession(): Promise<Session>;
}

/** `onSignedOut` is told when the server no longer knows this page. */
export function createApi(onSignedOut: () => void): Api {
  let csrfToken = '';

  const ask = async <Answer>(path: string, init: RequestInit, signal?: AbortSignal): Promise<Answer> => {
    const slow = AbortSignal.timeout(LONGEST_WAIT_MS);
    const response = await fetch(path, {
      ...init,
      signal: signal ? AbortSignal.any([signal, slow]) : slow,
    }).catch((error: unknown) => {
      if (signal?.aborted) throw error;
      throw unreachable();
    });
    if (response.ok) return (await response.json()) as Answer;
    const failure = await readFailure(response);
    if (failure.code === 'UNAUTHORIZED') onSignedOut();
    throw failure;
  };
  const openSession = async (): Promise<Session> => {
    const session = await ask<Session>('/api/session', {});
    csrfToken = session.csrf_token ?? '';
    return session;
  };
  const send = <Answer>(path: string, body: unknown): Promise<Answer> =>
    ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
      body: JSON.stringify(body),
    });

  return {
    get: (path, signal) => ask(path, {}, signal),
    async post(path, body) {
      try {
        return await send(path, body);
      } catch (error: unknown) {
        // The collector was started again since: it has another token for this page.
        if (!(error instanceof ApiFailure) || error.code !== 'FORGED_REQUEST') throw error;
        await openSession();
        return send(path, body);
      }
    },
    openSession,
  };
}

/** Any error as one that can be shown. */
export function toFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  return new ApiFailure(0, { code: 'INTERNAL', message: 'The page failed at this.', hint: 'Reload it.' });
}

function unreachable(): ApiFailure {
  return new ApiFailure(0, {
    code: 'NO_ANSWER',
    message: 'The collector does not answer.',
    hint: 'Look whether it runs, and whether this machine reaches it.',
  });
}

async function readFailure(response: Response): Promise<ApiFailure> {
  const { status } = response;
  const body = (await response.json().catch(() => null)) as Partial<ApiError> | null;
  return new ApiFailure(status, {
    code: `HTTP_${status}`,
    message: `The server answered ${status}.`,
    hint: 'The log of the collector says more.',
    ...body?.error,
  });
}
