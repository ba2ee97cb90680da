// Where one is: the address of the page is the state of the page.
import { createStore, useStore } from './store.js';

export interface Place {
  path: string;
  params: URLSearchParams;
}

const place = createStore(readPlace());
addEventListener('popstate', () => place.set(readPlace()));

function readPlace(): Place {
  return { path: location.pathname, params: new URLSearchParams(location.search) };
}

export function usePlace(): Place {
  return useStore(place);
}

/** Goes to `address`. `replace`: without a step that *back* would lead to. */
export function navigate(address: string, how: 'push' | 'replace' = 'push'): void {
  if (address === location.pathname + location.search) return;
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  place.set(readPlace());
}

/** For a click on a link that leads within the page: taken by us, unless it is meant for another tab. */
export function followLink(event: MouseEvent): void {
  const link = event.currentTarget;
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!isPlain || !(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  navigate(link.pathname + link.search);
}
