// A batch as the body of a `_bulk` request: an action and a document for each event.
import type { Batch, Delivery } from '../../deliver/destination.js';
import { cutMember } from '../../events/json-bytes.js';
import { identifyEvent } from '../shared/event-identity.js';

const TIMESTAMP = Buffer.from('@timestamp"');
const OPEN_BRACE = 0x7b;
const LINE_FEED = 0x0a;

/** An action and what is put before the line, ASCII; and the line, or the rest of it. */
type Piece = readonly [head: string, rest: Uint8Array];

/**
 * NDJSON of `create` actions. `create` never replaces a document, is the only action that data streams take, and needs the least
 * privilege; with an `_id` that belongs to the event, a repeat is recognised.
 */
export function encodeBulk(batch: Batch): Buffer {
  const pieces = batch.deliveries.map(toPiece);
  const body = Buffer.allocUnsafe(
    pieces.reduce((sum, [head, rest]) => sum + head.length + rest.length + 1, 0),
  );
  let at = 0;
  for (const [head, rest] of pieces) {
    at += body.write(head, at, 'latin1');
    body.set(rest, at);
    at += rest.length;
    body[at] = LINE_FEED;
    at += 1;
  }
  return body;
}

function toPiece({ event, line }: Delivery): Piece {
  const action = `{"create":{"_id":"${identifyEvent(event)}"}}\n`;
  if (hasTimestamp(line)) return [action, line];
  // A data stream refuses documents without it.
  const time = new Date(event.time ?? event.firstSeen).toISOString();
  const rest = line.subarray(line.indexOf(OPEN_BRACE) + 1);
  return [`${action}{"@timestamp":"${time}"${isEmptyObject(rest) ? '' : ','}`, rest];
}

/** Its members are looked at only where the word stands somewhere at all. */
function hasTimestamp(line: Uint8Array): boolean {
  const bytes = Buffer.from(line.buffer, line.byteOffset, line.byteLength);
  return bytes.includes(TIMESTAMP) && cutMember(line, '@timestamp', 'first') !== null;
}

/** Whether what follows the opening brace is its closing one. */
function isEmptyObject(rest: Uint8Array): boolean {
  return rest.length < 64 && Buffer.from(rest).toString('latin1').trim() === '}';
}
