// Up to when a search reaches: the moment it was made, or, when live, the moment of the newest event.
import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * Epoch milliseconds. It moves when `name` changes, and when `news` does, then at most every `intervalMs`; `news` null: it stays.
 */
export function useAsOf(name: string, news: number | null, intervalMs: number): number {
  const [, redraw] = useState({});
  const asOf = useRef({ name: '', at: 0, news });
  if (asOf.current.name !== name) asOf.current = { name, at: Date.now(), news };
  useEffect(() => {
    if (news === null || asOf.current.news === news) return;
    const waitMs = Math.max(0, asOf.current.at + intervalMs - Date.now());
    const timer = setTimeout(() => {
      asOf.current = { ...asOf.current, at: Date.now(), news };
      redraw({});
    }, waitMs);
    return () => clearTimeout(timer);
  }, [news, intervalMs]);
  return asOf.current.at;
}
