// A workspace in the journal is bound to where its events came from: another address under its name is refused.
import { CollectorError } from '../platform/errors.js';
import type { WorkspaceBinding } from './journal-data.js';

type Place = Pick<WorkspaceBinding, 'baseUrl' | 'endpoint'>;

/** Whether both are one base URL and one endpoint of it. */
export function isSamePlace(one: Place, other: Place): boolean {
  return one.baseUrl === other.baseUrl && one.endpoint === other.endpoint;
}

/** The error for the workspace `name`, `known` by another place than it `leads` to now. */
export function movedAwayError(name: string, known: Place, leads: Place): CollectorError {
  return new CollectorError(
    'CONFIG_INVALID',
    `Workspace "${name}" leads to ${leads.baseUrl} (${leads.endpoint}); its events in the journal came from ${known.baseUrl} (${known.endpoint}).`,
    {
      hint: 'If this is another workspace, give it another name or another journal. If it is the same, set its base URL and endpoint back.',
    },
  );
}
