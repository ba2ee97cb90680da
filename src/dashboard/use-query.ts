// An answer of the server as a component needs it: what was there stays while the next is on its way.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type ApiFailure, toFailure } from './api.js';
import { useServices } from './services.js';

export interface Query<Answer> {
  answer: Answer | null;
  failure: ApiFailure | null;
  isLoading: boolean;
  /** Asks again. */
  reload(): void;
}

/** Asks for `path`, and again when it or `version` changes. An answer that comes too late is thrown away. */
export function useQuery<Answer>(path: string, version: unknown = null): Query<Answer> {
  const { api } = useServices();
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Omit<Query<Answer>, 'reload'>>(NOTHING_YET);
  useEffect(() => {
    const leaving = new AbortController();
    setState((before) => ({ ...before, isLoading: true }));
    api.get<Answer>(path, leaving.signal).then(
      (answer) => {
        if (!leaving.signal.aborted) setState({ answer, failure: null, isLoading: false });
      },
      (error: unknown) => {
        if (leaving.signal.aborted) return;
        setState((before) => ({ ...before, failure: toFailure(error), isLoading: false }));
      },
    );
    return () => leaving.abort();
  }, [api, path, version, turn]);
  return { ...state, reload: () => setTurn((before) => before + 1) };
}

/** Calls `work` every `intervalMs` while somebody can see the page. */
export function useInterval(work: () => void, intervalMs: number): void {
  const newest = useRef(work);
  newest.current = work;
  // Not with each drawing: a page that is drawn once a second would never get to work.
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') newest.current();
    }, intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
}

const NOTHING_YET = { answer: null, failure: null, isLoading: true };
