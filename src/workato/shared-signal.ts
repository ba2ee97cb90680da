// Thousands who wait on one signal: one listener for all of them, because adding the thousandth to a signal is slow.

export interface SharedSignals<T> {
  /** `ring` is called with `member` when `signal` is aborted, unless it was forgotten before. */
  watch(signal: AbortSignal, member: T): void;
  forget(signal: AbortSignal, member: T): void;
}

/** Calls `ring` once for each member of a signal that is aborted, in the order in which they came. */
export function createSharedSignals<T>(ring: (member: T) => void): SharedSignals<T> {
  const groups = new Map<AbortSignal, { members: Set<T>; listener: () => void }>();
  return {
    watch(signal, member) {
      const group = groups.get(signal);
      if (group !== undefined) {
        group.members.add(member);
        return;
      }
      const members = new Set([member]);
      const listener = () => {
        groups.delete(signal);
        for (const each of members) ring(each);
      };
      groups.set(signal, { members, listener });
      signal.addEventListener('abort', listener, { once: true });
    },
    forget(signal, member) {
      const group = groups.get(signal);
      group?.members.delete(member);
      if (group === undefined || group.members.size > 0) return;
      groups.delete(signal);
      signal.removeEventListener('abort', group.listener);
    },
  };
}
