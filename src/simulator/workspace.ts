// The workspaces of the look-alike: one for a direct customer, many behind an Embedded partner or behind tokens of their own.

/** A workspace as the options name it. */
export interface WorkspaceOptions {
  /** `workspace.id` in the records, and the `:id` of the Embedded endpoint. */
  id: number;
  /** The id that an Embedded partner gave it, `A2300` say: asked for as `EA2300`. */
  externalId?: string | undefined;
  name?: string | undefined;
  environment?: string | undefined;
  /** The API token that leads to this workspace on the direct endpoint. */
  token?: string | undefined;
  /** Decides its history; default: the seed of the simulator plus its place in the list. */
  seed?: number | undefined;
  /** Default: as many as the simulator's `events`. */
  events?: number | undefined;
  /** Default: the simulator's `livePerMinute`. */
  livePerMinute?: number | undefined;
}

/** Used where the options name none. */
export const defaultWorkspace: WorkspaceOptions = { id: 2_100_003_309, externalId: 'A2300' };

const written = new WeakMap<WorkspaceOptions, string>();

/** `workspace` in each of its records, as JSON. */
export function writeWorkspace(workspace: WorkspaceOptions): string {
  const known = written.get(workspace);
  if (known !== undefined) return known;
  const text = JSON.stringify({
    id: workspace.id,
    name: workspace.name ?? 'ACME Inc’s workspace',
    email: 'ana.duarte+workato@acme.example',
    environment: workspace.environment ?? 'prod',
  });
  written.set(workspace, text);
  return text;
}
