// The record as Workato sent it, on one line.
import type { Formatter } from '../deliver/destination.js';

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BLANK = 0x20;

/**
 * The record's own bytes, byte for byte, except that a line break between tokens becomes a blank (within a string JSON
 * allows none).
 */
export const raw: Formatter = (event) => onOneLine(event.raw);

/** `json` itself where it stands on one line already, else a copy without line breaks. */
export function onOneLine(json: Uint8Array): Uint8Array {
  if (json.indexOf(LINE_FEED) < 0 && json.indexOf(CARRIAGE_RETURN) < 0) return json;
  return json.map((byte) => (byte === LINE_FEED || byte === CARRIAGE_RETURN ? BLANK : byte));
}
