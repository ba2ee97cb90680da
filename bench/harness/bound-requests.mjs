// The most requests that a backfill may make.

/** A finding: one request for each hundred events, five in a hundred more, and one for each window. */
export function boundRequests(what, { events, requests, windows }) {
  const most = Math.floor((events / 100) * 1.05 + windows);
  return {
    what,
    measured: String(requests),
    bound: `≤ ${most}`,
    isMet: requests <= most,
    note: `${windows} windows, the tail among them`,
  };
}
