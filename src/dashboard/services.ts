// What every screen may use: the server, the status as it comes, and a place to say what was done.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Session } from '../server/shapes.js';
import type { Api } from './api.js';
import type { Live } from './live.js';
import { type Store, usePart, useStore } from './store.js';

export interface Services {
  api: Api;
  session: Session;
  live: Store<Live>;
  /** Says `text` to everybody, readers of the screen included. */
  tell(text: string, tone?: 'good' | 'bad'): void;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('A part is used outside of the app.');
  return services;
}

export function useLive(): Live {
  return useStore(useServices().live);
}

/** For what is heavy to draw: only a part of what is live. */
export function useLivePart<Part>(select: (live: Live) => Part): Part {
  return usePart(useServices().live, select);
}
