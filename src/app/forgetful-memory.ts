// A memory of requests for commands that work without a journal: it lasts as long as the process.
import { createHash, randomUUID } from 'node:crypto';
import type { RequestMemory } from './wire-source.js';

export function createForgetfulMemory(): RequestMemory {
  const salt = randomUUID();
  const requests: { tokenHash: string; number: number; time: number }[] = [];
  return {
    hashToken: (token) => createHash('sha256').update(`${salt} ${token}`).digest('hex'),
    async recordRequest(tokenHash, time) {
      requests.push({ tokenHash, number: requests.length + 1, time });
    },
    requestsSince: async (tokenHash, after) =>
      requests.slice(after).filter((request) => request.tokenHash === tokenHash),
  };
}
