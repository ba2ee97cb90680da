// `/api/status`: the same as `status --json`.
import type { Hono } from 'hono';
import type { StatusWatch } from '../watch-status.js';

export function addStatus(app: Hono, status: StatusWatch): void {
  app.get('/api/status', async (answer) => answer.json(await status.read()));
}
