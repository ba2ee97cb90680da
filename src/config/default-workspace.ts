// A workspace with every other setting at its default, as the schema has it.
import type { TokenReference, WorkspaceConfig } from './config.js';
import { buildWorkspace } from './workspace-entries.js';
import { createWorkspaceSchema } from './workspace-schema.js';

export function defaultWorkspace(name: string, baseUrl: string, token: TokenReference): WorkspaceConfig {
  const schema = createWorkspaceSchema(() => Number.POSITIVE_INFINITY);
  return buildWorkspace(schema.parse({ name, base_url: baseUrl, api_token: { env: 'UNUSED' } }), token);
}
