// Going through events by the keyboard: in the list, and from record to record while one is open.
import type { Search } from '../../event-search.js';
import { isTyping, useKeys } from '../../keys.js';
import type { EventList } from './use-events.js';

const STEPS: Readonly<Record<string, number>> = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

interface Keys {
  list: EventList;
  search: Search;
  onOpen: (position: number) => void;
  onLive: () => void;
}

export function useEventKeys({ list, search, onOpen, onLive }: Keys): void {
  useKeys((event) => {
    if (isTyping(event) || document.querySelector('dialog.box[open]')) return;
    const isTaken = search.open === null ? inList(event.key) : inRecord(event.key, search.open);
    if (isTaken) event.preventDefault();
  });

  const inList = (key: string): boolean => {
    const step = STEPS[key];
    if (key === '/') document.querySelector<HTMLElement>('#search')?.focus();
    else if (key === 'l') onLive();
    else return step !== undefined && moveFocus(step, list);
    return true;
  };
  const inRecord = (key: string, open: number): boolean => {
    const step = STEPS[key];
    // Arrows scroll the record, or choose a form of it.
    if (step === undefined || key.startsWith('Arrow')) return false;
    const at = list.rows.findIndex(({ position }) => position === open) + step;
    const next = list.rows[at];
    if (next) onOpen(next.position);
    if (at >= list.rows.length - 1) list.loadMore();
    return true;
  };
}

/** Whether the focus went to another event. */
function moveFocus(step: number, list: EventList): boolean {
  const links = [...document.querySelectorAll<HTMLElement>('a[data-position]')];
  const focused = document.activeElement?.closest('tr')?.querySelector<HTMLElement>('a[data-position]');
  const at = focused ? links.indexOf(focused) : -1;
  const next = links[Math.max(0, at + step)];
  if (at + step >= links.length - 1) list.loadMore();
  next?.focus();
  return next !== undefined;
}
