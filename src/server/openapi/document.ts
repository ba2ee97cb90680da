// The whole of the HTTP face as one OpenAPI 3.1 document.
import './answer-schemas.js';
import './status-schema.js';
import { paths } from './paths.js';
import { describeSchemas } from './schema-registry.js';

const DESCRIPTION = `What a running collector answers. Every error is an \`Error\`. Where the server has a token, send it as
\`Authorization: Bearer …\`; the page uses a session instead. Changes are JSON, with the token or, from the page, with the session's
\`x-csrf-token\`. Fields are only ever added to answers.`;

export function describeApi(version: string) {
  return {
    openapi: '3.1.0',
    info: { title: 'Workato audit logs', version, description: DESCRIPTION.replaceAll('\n', ' ') },
    security: [{ token: [] }, { session: [], csrf: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'server.token of the configuration.' },
        session: { type: 'apiKey', in: 'cookie', name: 'workato_audit_logs_session' },
        csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token', description: 'With changes only.' },
      },
      schemas: describeSchemas(),
    },
  };
}

export type ApiDocument = ReturnType<typeof describeApi>;
