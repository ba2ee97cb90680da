// What this browser remembers for its user: colours and time zone. Without storage it lasts until the page is left.
import { createStore } from './store.js';

export type Theme = 'system' | 'light' | 'dark';
export type Zone = 'local' | 'utc';

export const theme = createStore<Theme>(oneOf(['light', 'dark'], recall('theme')) ?? 'system');
export const zone = createStore<Zone>(oneOf(['utc'], recall('zone')) ?? 'local');

export function chooseTheme(chosen: Theme): void {
  theme.set(chosen);
  remember('theme', chosen === 'system' ? null : chosen);
  if (chosen === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
}

export function chooseZone(chosen: Zone): void {
  zone.set(chosen);
  remember('zone', chosen === 'local' ? null : chosen);
}

function oneOf<Value extends string>(values: readonly Value[], text: string | null): Value | undefined {
  return values.find((value) => value === text);
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is switched off.
  }
}
