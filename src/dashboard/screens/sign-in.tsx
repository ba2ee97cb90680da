// The door for those who come from elsewhere: the token of the server, once; then a cookie that scripts cannot read.
import { useRef, useState } from 'preact/hooks';
import { type Api, type ApiFailure, toFailure } from '../api.js';
import { Failure } from '../parts/notice.js';

export function SignIn({ api, onSignedIn }: { api: Api; onSignedIn: () => void }) {
  const token = useRef<HTMLInputElement>(null);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setBusy] = useState(false);

  const signIn = async () => {
    const given = token.current?.value ?? '';
    setBusy(true);
    try {
      await api.post('/api/login', { token: given.trim() });
      setFailure(null);
      onSignedIn();
    } catch (error: unknown) {
      setFailure(toFailure(error));
      if (token.current) token.current.value = '';
      token.current?.focus();
    }
    setBusy(false);
  };

  return (
    <>
      <header class="bar">
        <span class="brand">
          <img src="/icon.svg" alt="" width="22" height="22" />
          Workato audit logs
        </span>
      </header>
      <main class="screen narrow">
        <h1 tabIndex={-1}>Sign in</h1>
        <p class="muted">
          This collector asks for the token that stands in its configuration as server.token.
        </p>
        <form
          class="form card"
          onSubmit={(event) => {
            event.preventDefault();
            void signIn();
          }}
        >
          <label>
            <span>Token of the server</span>
            <input ref={token} type="password" autoComplete="current-password" required />
          </label>
          {failure && <Failure failure={failure} />}
          <div class="buttons">
            <button type="submit" class="primary" disabled={isBusy}>
              {isBusy ? 'Signing in…' : 'Sign in'}
            </button>
          </div>
        </form>
      </main>
    </>
  );
}
