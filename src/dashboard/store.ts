// State that lives outside of components, and a hook that shows it.
import { useEffect, useState } from 'preact/hooks';

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
  const [, redraw] = useState({});
  useEffect(() => {
    const seen = store.state;
    const end = store.subscribe(() => redraw({}));
    if (!Object.is(seen, store.state)) redraw({});
    return end;
  }, [store]);
  return store.state;
}
