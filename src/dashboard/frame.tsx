// What is around every screen: where one can go, whether the page is live, in which zone and colours it shows things.
import type { FunctionComponent } from 'preact';
import { useEffect, useErrorBoundary, useRef, useState } from 'preact/hooks';
import { toFailure } from './api.js';
import { writeHeadline } from './headline.js';
import { isTyping, useKeys } from './keys.js';
import { HelpDialog } from './parts/help-dialog.js';
import { Failure } from './parts/notice.js';
import { Sign } from './parts/sign.js';
import { chooseTheme, chooseZone, theme, zone } from './preferences.js';
import { followLink, usePlace } from './route.js';
import { findScreen, screens } from './screens.js';
import { useLive, useServices } from './services.js';
import { useStore } from './store.js';
import { formatOffset } from './time.js';

export function Frame({ onSignOut }: { onSignOut: () => void }) {
  const { path } = usePlace();
  const { session } = useServices();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const screen = findScreen(path);
  useTitle(screen.title);
  useFocusOn(path);
  useKeys((event) => {
    if (event.key === '?' && !isTyping(event)) setHelpOpen(true);
  });
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <header class="bar">
        <a class="brand" href="/" onClick={followLink}>
          <img src="/icon.svg" alt="" width="22" height="22" />
          Workato audit logs
        </a>
        <nav aria-label="Screens">
          {screens.map(({ path: to, title }) => (
            <a key={to} href={to} onClick={followLink} aria-current={screen.path === to ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <div class="controls">
          <Connection />
          <ZoneToggle />
          <ThemeToggle />
          <button type="button" class="quiet" onClick={() => setHelpOpen(true)}>
            Keys
          </button>
          {session.login_required && (
            <button type="button" class="quiet" onClick={onSignOut}>
              Sign out
            </button>
          )}
        </div>
      </header>
      <LostBanner />
      <main id="main" class="screen" tabIndex={-1}>
        <Guarded key={screen.path} View={screen.View} />
      </main>
      <footer class="foot muted">workato-audit-logs {session.version}</footer>
      {isHelpOpen && <HelpDialog onClose={() => setHelpOpen(false)} />}
    </>
  );
}

/** A fault in one screen takes neither the frame nor the others with it. */
function Guarded({ View }: { View: FunctionComponent }) {
  const [fault, retry] = useErrorBoundary();
  return fault === undefined ? <View /> : <Failure failure={toFailure(fault)} onRetry={retry} />;
}

/** Somebody with many tabs sees trouble from afar. */
function useTitle(title: string): void {
  const { status } = useLive();
  const isBad = status !== null && writeHeadline(status).tone === 'bad';
  useEffect(() => {
    document.title = `${isBad ? '(!) ' : ''}${title} · Workato audit logs`;
  }, [title, isBad]);
}

/** On another screen the focus begins at its heading. */
function useFocusOn(path: string): void {
  const seen = useRef(path);
  useEffect(() => {
    if (seen.current === path) return;
    seen.current = path;
    scrollTo(0, 0);
    document.querySelector<HTMLElement>('main h1')?.focus();
  }, [path]);
}

function Connection() {
  const { connection } = useLive();
  const text = { connecting: 'Connecting', open: 'Live', lost: 'Reconnecting' }[connection];
  return (
    <span class={`connection ${connection}`}>
      <Sign name={connection === 'open' ? 'check' : 'dots'} />
      {text}
    </span>
  );
}

function LostBanner() {
  const { connection, status } = useLive();
  return (
    <div role="status">
      {connection === 'lost' && (
        <p class="banner">
          <Sign name="hourglass" />
          Connection lost, reconnecting…
          {status && ' What is shown is what was last known.'}
        </p>
      )}
    </div>
  );
}

function ZoneToggle() {
  const chosen = useStore(zone);
  const name = chosen === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const offset = formatOffset(Date.now(), chosen);
  const text = name === offset ? name : `${name} (${offset})`;
  return (
    <button
      type="button"
      class="quiet"
      title="Times are shown in this zone. Click to change between local time and UTC."
      aria-label={`Time zone: ${text}`}
      onClick={() => chooseZone(chosen === 'utc' ? 'local' : 'utc')}
    >
      {name !== offset && <span class="zone-name">{name} </span>}
      {name === offset ? offset : `(${offset})`}
    </button>
  );
}

function ThemeToggle() {
  const chosen = useStore(theme);
  const next = { system: 'light', light: 'dark', dark: 'system' } as const;
  const names = { system: 'Auto', light: 'Light', dark: 'Dark' };
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`Colours: ${names[chosen]}`}
      title="Colours: as the system has them, light, or dark."
      onClick={() => chooseTheme(next[chosen])}
    >
      {names[chosen]}
    </button>
  );
}
