// The OpenAPI document as a page for people: no script, nothing from elsewhere.
import { html } from 'hono/html';
import type { ApiDocument } from './document.js';

interface Operation {
  summary?: string;
  parameters?: readonly { name: string; in: string; description?: string; schema?: unknown }[];
  requestBody?: { content: Record<string, { schema: unknown }> };
  responses?: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>;
}

export function renderApiPage({ info, paths, components }: ApiDocument) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => renderOperation(method, path, operation)),
  );
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => html`<section id="${name}"><h3>${name}</h3>${renderSchema(schema)}</section>`,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title}: API</title>
<link rel="stylesheet" href="/api/docs.css">
</head>
<body>
<main>
<h1>${info.title}: API ${info.version}</h1>
<p>${info.description}</p>
<p><a href="/api/openapi.json">This as OpenAPI 3.1</a>, <a href="/">the dashboard</a></p>
<h2>Endpoints</h2>
${operations}
<h2>Schemas</h2>
${schemas}
</main>
</body>
</html>
`;
}

function renderOperation(method: string, path: string, operation: Operation) {
  const { summary, parameters = [], requestBody, responses = {} } = operation;
  const rows = parameters.map(
    ({ name, in: place, description, schema }) =>
      html`<tr><td><code>${name}</code></td><td>${place}</td><td>${description}</td><td><code>${JSON.stringify(schema)}</code></td></tr>`,
  );
  const table = html`<div class="scroll" role="region" aria-label="Parameters of ${method.toUpperCase()} ${path}" tabindex="0"><table><thead><tr><th>parameter</th><th>in</th><th>is</th><th>form</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => renderSchema(schema));
  const answers = Object.entries(responses).flatMap(([status, { description, content = {} }]) =>
    Object.entries(content).map(
      ([type, { schema }]) =>
        html`<li><code>${status}</code> ${description} <code>${type}</code> ${renderLink(schema)}</li>`,
    ),
  );
  return html`<section>
<h3><code>${method.toUpperCase()} ${path}</code></h3>
<p>${summary}</p>
${rows.length > 0 ? table : ''}
${bodies.length > 0 ? html`<p>Body:</p>${bodies}` : ''}
<ul>${answers}</ul>
</section>
`;
}

function renderLink(schema: unknown) {
  const name =
    typeof schema === 'object' && schema && '$ref' in schema
      ? String(schema.$ref).split('/').at(-1)
      : undefined;
  return name === undefined ? '' : html`<a href="#${name}">${name}</a>`;
}

function renderSchema(schema: unknown) {
  return html`<pre tabindex="0">${JSON.stringify(schema, null, 2)}</pre>`;
}

export const PAGE_STYLE = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; background: light-dark(#fff, #0e1319); color: light-dark(#18202a, #e3e9f0); }
a { color: light-dark(#1d4fc4, #8fb4ff); }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
section { border-top: 1px solid; padding: 0.5rem 0; }
h3 { overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-spacing: 0; }
th, td { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; }
pre { overflow: auto; max-height: 24rem; padding: 0.75rem; border: 1px solid; }
`;
