// The way to a field of a record, as a person writes it: `details.request.ip_address`.

/** Names from the outside in; `*` is any name of an object and any element of an array. */
export type FieldPath = readonly string[];

/** Stands for any name. */
export const ANY_NAME = '*';

/** What a wrong path is told. */
export const FIELD_PATH_FORM =
  'names with dots between them such as user.email or details.*.ip_address, where * alone stands for any name or list element';

const DEEPEST = 32;

/**
 * Reads a path; null where it is none. What looks like another notation (`$.user`, `users[0]`, `user_*`) is none: it would
 * lead nowhere, and a field that is to be hidden would stay.
 */
export function parseFieldPath(text: string): FieldPath | null {
  const names = text.split('.');
  const isSound = names.length <= DEEPEST && names[0] !== '$' && names.every(isName);
  return isSound ? names : null;
}

function isName(text: string): boolean {
  return text === ANY_NAME || /^[^\s*[\]]([^*[\]\p{Cc}]*[^\s*[\]])?$/u.test(text);
}
