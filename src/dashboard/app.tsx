// The page: who is here, then the frame with one of the screens in it.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Session } from '../server/shapes.js';
import { type ApiFailure, createApi, toFailure } from './api.js';
import { Frame } from './frame.js';
import { openLiveStream } from './live.js';
import { Failure } from './parts/notice.js';
import { createToaster, Toasts } from './parts/toasts.js';
import { SignIn } from './screens/sign-in.js';
import { ServicesContext } from './services.js';

const RETRY_MS = 3000;
const API_PAGE = '/api/docs';

export function App() {
  const [session, setSession] = useState<Session | null>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const toaster = useMemo(createToaster, []);
  const api = useMemo(
    () => createApi(() => setSession((before) => before && { ...before, signed_in: false })),
    [],
  );
  const enter = () =>
    api.openSession().then(
      (opened) => {
        if (opened.signed_in && isWanted(API_PAGE)) return location.replace(API_PAGE);
        setSession(opened);
        setFailure(null);
      },
      (error: unknown) => setFailure(toFailure(error)),
    );
  useEffect(() => void enter(), []);
  useEffect(() => {
    if (!failure) return;
    const timer = setTimeout(enter, RETRY_MS);
    return () => clearTimeout(timer);
  }, [failure]);

  return (
    <>
      {session === null && <Waiting failure={failure} onRetry={enter} />}
      {session && !session.signed_in && <SignIn api={api} onSignedIn={enter} />}
      {session?.signed_in && <SignedIn api={api} session={session} tell={toaster.tell} onDoubt={enter} />}
      <Toasts store={toaster.store} />
    </>
  );
}

/** Whether somebody came to the door on the way to `page`, a page of this server outside of the app. */
function isWanted(page: string): boolean {
  return new URLSearchParams(location.search).get('then') === page;
}

/** The same frame as index.html has, until it is known who is here. */
function Waiting({ failure, onRetry }: { failure: ApiFailure | null; onRetry: () => void }) {
  return (
    <>
      <header class="bar">
        <span class="brand">Workato audit logs</span>
      </header>
      <main class="screen">
        {failure ? (
          <Failure failure={failure} onRetry={onRetry} />
        ) : (
          <p class="muted">Connecting to the collector…</p>
        )}
      </main>
    </>
  );
}

interface SignedInProps {
  api: ReturnType<typeof createApi>;
  session: Session;
  tell: ReturnType<typeof createToaster>['tell'];
  /** The stream broke: perhaps this page is not known any more. */
  onDoubt: () => void;
}

function SignedIn({ api, session, tell, onDoubt }: SignedInProps) {
  const stream = useMemo(() => openLiveStream('/api/stream', onDoubt), []);
  useEffect(() => stream.close, [stream]);
  const live = stream.store;
  const services = useMemo(() => ({ api, session, tell, live }), [api, session, tell, live]);
  return (
    <ServicesContext.Provider value={services}>
      <Frame onSignOut={() => api.post('/api/logout', {}).then(onDoubt, onDoubt)} />
    </ServicesContext.Provider>
  );
}
