// Reading the YAML file: to plain data, and for each path the line that it stands on.
import { createReadStream } from 'node:fs';
import { isCollectorError } from '../platform/errors.js';
import { protectSecret, redact } from '../platform/secrets.js';
import { ConfigError, type Problem } from './problem.js';

/** The file that is read from the working directory where no `--config` is given. */
export const DEFAULT_CONFIG_FILE = 'workato-audit-logs.yaml';

const LARGEST_BYTES = 4 * 1024 * 1024;

/** What a configuration file holds, before any check. */
export interface ConfigFile {
  path: string;
  content: unknown;
  /** The line of a setting, counted from 1; undefined where it does not stand in the file. */
  lineOf(path: readonly PropertyKey[]): number | undefined;
}

/**
 * Reads `path`, or the default file where `path` is undefined and there is one; null where there is none.
 * @throws ConfigError where the file cannot be read or is not YAML.
 */
export async function readConfigFile(path: string | undefined): Promise<ConfigFile | null> {
  const name = path ?? DEFAULT_CONFIG_FILE;
  try {
    return await parseConfigFile(name, await readText(name));
  } catch (error: unknown) {
    if (path === undefined && isMissing(error)) return null;
    if (isCollectorError(error)) throw error;
    throw new ConfigError(
      [{ path: name || '--config', message: `the configuration file cannot be read: ${reasonOf(error)}` }],
      'Name a readable YAML file with --config; examples/ holds one to start from.',
    );
  }
}

/** No more than it may be: a device has no end. */
async function readText(path: string): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of createReadStream(path, { end: LARGEST_BYTES })) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  if (bytes.length > LARGEST_BYTES) throw new Error(`it is larger than ${LARGEST_BYTES} bytes`);
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

async function parseConfigFile(path: string, source: string): Promise<ConfigFile> {
  // CommonJS: in the bundle it has a default export and no others.
  const { LineCounter, isNode, parseAllDocuments } = (await import('yaml')).default;
  const lines = new LineCounter();
  const documents = parseAllDocuments(source, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: true,
    // `<<: *defaults`, as other tools that operators use know it.
    merge: true,
  });
  const parsed = Array.isArray(documents) ? documents : [];
  const [document, second] = parsed;
  if (second)
    throw new ConfigError([{ path, message: 'it holds more than one YAML document; expected one' }]);
  if (!document) throw emptyFile(path);
  // A warning is a tag that nobody knows: what it stands before would be taken for plain text.
  const problems = [...document.errors, ...document.warnings].map((error): Problem => {
    const { line, col } = lines.linePos(error.pos[0]);
    return { path: `${path}:${line}:${col}`, message: describeYamlError(error.code, error.message) };
  });
  if (problems.length > 0)
    throw new ConfigError(problems, 'Indent with blanks, write each key once, and try again.');
  const content: unknown = toPlain(path, () => document.toJS({ maxAliasCount: 100 }));
  if (content === null || content === undefined) throw emptyFile(path);
  protectPlainTokens(content);
  return {
    path,
    content,
    lineOf(at) {
      const node = at.length === 0 ? document.contents : document.getIn(at, true);
      return isNode(node) && node.range ? lines.linePos(node.range[0]).line : undefined;
    },
  };
}

function toPlain(path: string, convert: () => unknown): unknown {
  try {
    return convert();
  } catch (error: unknown) {
    throw new ConfigError([{ path, message: `it cannot be understood: ${reasonOf(error)}` }]);
  }
}

/** A token or key that somebody wrote where its place belongs must not reach any message. */
function protectPlainTokens(content: unknown, underToken = false): void {
  if (typeof content === 'string' && underToken && /[^A-Za-z_]/.test(content)) protectSecret(content);
  if (typeof content !== 'object' || content === null) return;
  for (const [key, value] of Object.entries(content)) {
    protectPlainTokens(value, /token|secret|password|^key$/i.test(key) && typeof value === 'string');
  }
}

function describeYamlError(code: string, message: string): string {
  const text = redact(message.split('\n')[0] ?? '');
  if (code === 'TAB_AS_INDENT') return `a tab is used as indentation; expected blanks (${text})`;
  if (code === 'DUPLICATE_KEY') return `a key stands twice; expected once (${text})`;
  if (code === 'TAG_RESOLVE_FAILED') return `a tag is not known; expected plain values (${text})`;
  return `not valid YAML: ${text}`;
}

function emptyFile(path: string): ConfigError {
  return new ConfigError(
    [{ path, message: 'the configuration file is empty; expected journal, workspaces and destinations' }],
    'examples/ holds a file to start from.',
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function reasonOf(error: unknown): string {
  if (isMissing(error)) return 'there is no such file';
  if (error instanceof Error && 'code' in error) {
    if (error.code === 'EACCES') return 'permission denied';
    if (error.code === 'EISDIR') return 'it is a directory';
    if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return 'it is not UTF-8 text';
  }
  return redact(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
}
