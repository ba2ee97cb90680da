// State that lives outside of components, and a hook that shows it.
import { useEffect, useRef, useState } from 'preact/hooks';

export interface Store<State> {
  readonly state: State;
  set(state: State): void;
  /** @returns what ends it. */
  subscribe(listener: () => void): () => void;
}

export function createStore<State>(initial: State): Store<State> {
  const listeners = new Set<() => void>();
  let state = initial;
  return {
    get state() {
      return state;
    },
    set(next) {
      if (Object.is(next, state)) return;
      state = next;
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The store's state now, and again whenever it changes. */
export function useStore<State>(store: Store<State>): State {
  return usePart(store, (state) => state);
}

/** What `select` takes out of the store's state; drawn again only when that changes. */
export function usePart<State, Part>(store: Store<State>, select: (state: State) => Part): Part {
  const [, redraw] = useState({});
  const part = select(store.state);
  const shown = useRef({ part, select });
  shown.current = { part, select };
  useEffect(() => {
    const look = () => {
      if (!Object.is(shown.current.part, shown.current.select(store.state))) redraw({});
    };
    look();
    return store.subscribe(look);
  }, [store]);
  return part;
}
