// JSON as a tree that keeps how it is written, to make any text at random and to say what an edit of it has to leave.
import fc from 'fast-check';
import type { FieldPath } from '../../src/events/field-path.js';

export type Tree = Scalar | Branch;

interface Scalar {
  kind: 'scalar';
  /** As it is written. */
  token: string;
  /** What it says: a string unescaped, all else its token. */
  says: string;
}

interface Branch {
  kind: 'object' | 'array';
  /** Between the brackets where there are no children. */
  blank: string;
  children: readonly { lead: string; name: string; written: string; value: Tree; tail: string }[];
}

type Rewrite = (tree: Tree) => string | null;

/** The text with the fields at `paths` rewritten: null leaves a field out. */
export function writeTree(tree: Tree, paths: readonly FieldPath[], rewrite: Rewrite): string {
  if (tree.kind === 'scalar') return tree.token;
  const chunks = tree.children.flatMap((child, index) => {
    const name = tree.kind === 'object' ? child.name : String(index);
    const below = paths.filter(([first]) => first === '*' || first === name).map((path) => path.slice(1));
    const isField = below.some((path) => path.length === 0);
    const value = isField ? rewrite(child.value) : writeTree(child.value, below, rewrite);
    const before = tree.kind === 'object' ? child.written : '';
    return value === null ? [] : [`${child.lead}${before}${value}${child.tail}`];
  });
  const inner = tree.children.length === 0 ? tree.blank : chunks.join(',');
  return tree.kind === 'object' ? `{${inner}}` : `[${inner}]`;
}

/** The text with every scalar but null replaced. */
export function replaceAll(tree: Tree, replace: (says: string) => string): string {
  if (tree.kind === 'scalar') return tree.token === 'null' ? tree.token : JSON.stringify(replace(tree.says));
  return writeTree(tree, [['*']], (child) => replaceAll(child, replace));
}

const blank = fc.constantFrom('', '', '', ' ', '\n\t', '\r\n  ');
const NAMES = ['a', 'b', 'c', 'user', '__proto__', 'é', '', 'a"}]', '0', '1', '*', '\u{1F600}\\'];

/** A string in one of its many spellings. */
const spelling = (text: fc.Arbitrary<string>) =>
  fc.tuple(text, fc.infiniteStream(fc.nat(3))).map(([says, styles]) => ({
    says,
    token: `"${Array.from({ length: says.length }, (_, at) => spell(says.charAt(at), styles.next().value)).join('')}"`,
  }));

function spell(unit: string, style: number): string {
  const code = unit.charCodeAt(0).toString(16).padStart(4, '0');
  if (style === 0) return `\\u${code}`;
  if (style === 1) return `\\u${code.toUpperCase()}`;
  if (style === 2 && unit === '/') return '\\/';
  return /[\ud800-\udfff]/.test(unit) ? `\\u${code}` : JSON.stringify(unit).slice(1, -1);
}

const scalar: fc.Arbitrary<Tree> = fc
  .oneof(
    fc
      .constantFrom('0', '-0', '1.50', '1e400', '-9007199254740993001', 'true', 'false', 'null')
      .map((token) => ({ token, says: token })),
    spelling(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...NAMES, 'null', '{"a":1}', ',"b":'))),
  )
  .map((text) => ({ kind: 'scalar', ...text }));

const { object } = fc.letrec<{ tree: Tree; object: Tree; array: Tree }>((tie) => {
  const branch = (kind: Branch['kind']) =>
    fc.record({
      kind: fc.constant(kind),
      blank,
      children: fc.array(
        fc
          .tuple(blank, spelling(fc.constantFrom(...NAMES)), blank, blank, tie('tree'), blank)
          .map(([lead, name, before, after, value, tail]) => ({
            lead,
            name: name.says,
            written: `${name.token}${before}:${after}`,
            value,
            tail,
          })),
        { maxLength: 5 },
      ),
    });
  return {
    tree: fc.oneof({ depthSize: 'small', withCrossShrink: true }, scalar, tie('object'), tie('array')),
    object: branch('object'),
    array: branch('array'),
  };
});

/** Any JSON object, in any spelling, with names that often meet `anyPaths` and often stand twice. */
export const anyObject = object;

export const anyPaths: fc.Arbitrary<FieldPath[]> = fc.array(
  fc.array(fc.constantFrom('*', ...NAMES), { minLength: 1, maxLength: 3 }),
  { maxLength: 4 },
);
