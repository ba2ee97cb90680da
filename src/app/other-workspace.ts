// Whether a page comes from another workspace than those that the journal holds under a name: `check` says what `sync` would.
import type { Page } from '../events/page.js';
import type { WorkspaceEntry } from '../journal/journal-data.js';
import { CollectorError } from '../platform/errors.js';

/** @throws CollectorError CONFIG_INVALID where none of the workspace ids on `page` is one of `entry`. */
export function requireKnownWorkspace(entry: WorkspaceEntry, page: Page): void {
  const { name, workspaceIds: known } = entry;
  const came = [...new Set(page.events.flatMap(({ workspaceId }) => workspaceId ?? []))];
  if (known.length === 0 || came.length === 0 || came.some((id) => known.includes(id))) return;
  throw new CollectorError(
    'CONFIG_INVALID',
    `Workspace "${name}" now answers with events of Workato workspace ${came.join(', ')}; until now it was ${known.join(', ')}.`,
    {
      hint: 'Give this workspace the API token that it had, or enter the other workspace under a name of its own. Nothing was stored.',
    },
  );
}
