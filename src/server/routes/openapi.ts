// `/api/openapi.json`, and the same for people at `/api/docs`.
import type { Hono } from 'hono';
import { describeApi } from '../openapi/document.js';
import { PAGE_STYLE, renderApiPage } from '../openapi/page.js';
import type { ServerContext } from '../server-context.js';

export function addOpenapi(app: Hono, { version }: ServerContext): void {
  app.get('/api/openapi.json', (answer) => answer.json(describeApi(version)));
  app.get('/api/docs', (answer) => answer.html(renderApiPage(describeApi(version))));
  app.get('/api/docs.css', (answer) => answer.body(PAGE_STYLE, 200, { 'Content-Type': 'text/css' }));
}
