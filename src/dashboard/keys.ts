// Keys that work wherever one is on the page, but never while somebody writes.
import { useEffect } from 'preact/hooks';

/** Calls `onKey` for every key pressed without Ctrl, Alt or Meta. */
export function useKeys(onKey: (event: KeyboardEvent) => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented) onKey(event);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  });
}

/** Whether the key goes into a field. */
export function isTyping({ target }: Event): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [role=slider]') !== null;
}

export const KEYS: readonly (readonly [keys: readonly string[], does: string])[] = [
  [['j', '↓'], 'next event'],
  [['k', '↑'], 'previous event'],
  [['Enter'], 'open the event'],
  [['Escape'], 'close what is open'],
  [['/'], 'search'],
  [['l'], 'live on and off'],
  [['?'], 'this help'],
];
