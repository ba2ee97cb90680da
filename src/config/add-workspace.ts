// A workspace as text of the configuration file, and put into one: whatever stands there stays as it is.
import { isDeepStrictEqual } from 'node:util';
import { CollectorError } from '../platform/errors.js';

/** A workspace as it is written. */
export interface WrittenWorkspace {
  name: string;
  base_url: string;
  api_token: { file: string } | { env: string };
  managed_user_id?: string;
  backfill_start_time?: string;
}

/** `entry` under `workspaces:`, to be pasted. */
export async function writeWorkspace(entry: WrittenWorkspace): Promise<string> {
  return `workspaces:\n${indent(await writeItem(entry), 2, '\n')}\n`;
}

/**
 * `source` with `entry` as its last workspace. It is put in as lines, so that comments and formatting stay; where that would not
 * read as it should (a list in brackets, say), the document is written anew, with its comments.
 * @throws CollectorError CONFIG_INVALID where `source` is no mapping with a list of workspaces.
 */
export async function addWorkspace(
  source: string,
  entry: WrittenWorkspace,
  mayStartList: boolean,
): Promise<string> {
  const { isSeq, parseDocument } = (await import('yaml')).default;
  const read = (text: string) => {
    const document = parseDocument(text, { merge: true, prettyErrors: false });
    if (document.errors.length > 0) throw notAdded('it is not valid YAML');
    return document;
  };
  const document = read(source);
  const before: unknown = document.toJS({ maxAliasCount: 100 });
  if (before !== null && !isMapping(before)) throw notAdded('it is not a mapping');
  const known = before?.['workspaces'] ?? [];
  const list = document.get('workspaces', true);
  if (!Array.isArray(known)) throw notAdded('its workspaces are not a list');
  if (before?.['workspaces'] === undefined && !mayStartList)
    throw notAdded('it names no workspaces, so that one from flags or environment would be given up');
  if (known.some((other) => isMapping(other) && other['name'] === entry.name))
    throw notAdded(`there is a workspace "${entry.name}" in it already, and what is there stays as it is`);
  const wanted = { ...before, workspaces: [...known, entry] };
  const isWanted = (text: string) => {
    try {
      return isDeepStrictEqual(read(text).toJS({ maxAliasCount: 100 }), wanted);
    } catch {
      return false;
    }
  };
  const lines = insertLines(source, await writeItem(entry), isSeq(list) ? (list.range ?? null) : null);
  if (isWanted(lines)) return lines;
  if (isSeq(list)) list.add(document.createNode(entry));
  else document.set('workspaces', document.createNode([entry]));
  const rewritten = document.toString({ lineWidth: 0 });
  if (isWanted(rewritten)) return rewritten;
  throw notAdded('its list of workspaces stands elsewhere');
}

function insertLines(source: string, item: string, list: readonly number[] | null): string {
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  const [start, end] = list ?? [];
  if (start === undefined || end === undefined) {
    const gap = source === '' ? '' : source.endsWith('\n') ? newline : newline + newline;
    return `${source}${gap}workspaces:${newline}${indent(item, 2, newline)}${newline}`;
  }
  const column = start - source.lastIndexOf('\n', start - 1) - 1;
  const last = source.slice(0, end).trimEnd().length;
  const lineEnd = /\r?\n|$/.exec(source.slice(last))?.index ?? 0;
  const at = last + lineEnd;
  return `${source.slice(0, at)}${newline}${indent(item, column, newline)}${source.slice(at) || newline}`;
}

async function writeItem(entry: WrittenWorkspace): Promise<string> {
  const { Document } = (await import('yaml')).default;
  const document = new Document([entry]);
  document.setIn([0, 'api_token'], document.createNode(entry.api_token, { flow: true }));
  return document.toString({ lineWidth: 0 }).trimEnd();
}

function indent(text: string, columns: number, newline: string): string {
  return text
    .split('\n')
    .map((line) => ' '.repeat(columns) + line)
    .join(newline);
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAdded(why: string): CollectorError {
  return new CollectorError('CONFIG_INVALID', `The configuration cannot be added to: ${why}.`, {
    hint: 'Put the workspace into it by hand, or give it another name.',
  });
}
