// As much of protocol buffers as OTLP takes (protobuf.dev, "Encoding"). Messages are written from their end: when the head of one
// is written, its length is known.

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;
const FIRST_CAPACITY = 2 ** 16;
/** From here on the call into the runtime is quicker than a loop. */
const LONG_TEXT = 48;

/** Writes fields of a message, the last one first. */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafe(FIRST_CAPACITY);
  #at = FIRST_CAPACITY;

  /** How many bytes have been written. */
  get length(): number {
    return this.#buffer.length - this.#at;
  }

  varint(field: number, value: number | bigint): void {
    if (typeof value === 'number') this.#varint(value);
    else this.#bigVarint(value);
    this.#tag(field, VARINT);
  }

  fixed64(field: number, value: bigint): void {
    this.#reserve(8);
    this.#buffer.writeBigUInt64LE(value, this.#at);
    this.#tag(field, FIXED64);
  }

  double(field: number, value: number): void {
    this.#reserve(8);
    this.#buffer.writeDoubleLE(value, this.#at);
    this.#tag(field, FIXED64);
  }

  string(field: number, text: string): void {
    const length = Buffer.byteLength(text);
    this.#reserve(length);
    if (length === text.length && length < LONG_TEXT) {
      for (let index = 0; index < length; index += 1) this.#buffer[this.#at + index] = text.charCodeAt(index);
    } else this.#buffer.write(text, this.#at, length, 'utf8');
    this.#varint(length);
    this.#tag(field, LENGTH);
  }

  /** The head of the message whose fields were written since `length` was `end`. */
  head(field: number, end: number): void {
    this.#varint(this.length - end);
    this.#tag(field, LENGTH);
  }

  /** What was written. It stays good until the next write. */
  finish(): Buffer {
    return this.#buffer.subarray(this.#at);
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  /** @param value a safe integer, not negative. */
  #varint(value: number): void {
    let bytes = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes += 1;
    this.#reserve(bytes);
    let rest = value;
    for (let index = 0; index < bytes - 1; index += 1) {
      this.#buffer[this.#at + index] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#at + bytes - 1] = rest;
  }

  /** Negative ones are written as 64 bits. */
  #bigVarint(value: bigint): void {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, value);
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#at);
  }

  /** Makes `#at` the place where the next `length` bytes go. */
  #reserve(length: number): void {
    if (length > this.#at) {
      const capacity = Math.max(2 * this.#buffer.length, this.length + length);
      const grown = Buffer.allocUnsafe(capacity);
      this.#buffer.copy(grown, capacity - this.length, this.#at);
      this.#at = capacity - this.length;
      this.#buffer = grown;
    }
    this.#at -= length;
  }
}

/** A field as it was read: numbers (64 bits, unsigned), and bytes of strings and messages. */
export type ProtobufField = bigint | Buffer;

/**
 * The fields of a message by number; of those that come twice the last one. Groups are no part of OTLP.
 * @throws RangeError where the bytes are no such message.
 */
export function readProtobuf(message: Buffer): ReadonlyMap<number, ProtobufField> {
  const fields = new Map<number, ProtobufField>();
  let at = 0;
  const readVarint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message.readUInt8(at);
      at += 1;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError('a number of more than 64 bits');
  };
  const readBytes = (length: number): Buffer => {
    if (at + length > message.length) throw new RangeError('a field longer than its message');
    at += length;
    return message.subarray(at - length, at);
  };
  while (at < message.length) {
    const tag = Number(readVarint());
    const wireType = tag % 8;
    if (wireType === VARINT) fields.set(Math.floor(tag / 8), readVarint());
    else if (wireType === LENGTH) fields.set(Math.floor(tag / 8), readBytes(Number(readVarint())));
    else if (wireType === FIXED64) fields.set(Math.floor(tag / 8), readBytes(8).readBigUInt64LE());
    else if (wireType === FIXED32) fields.set(Math.floor(tag / 8), BigInt(readBytes(4).readUInt32LE()));
    else throw new RangeError(`the wire type ${wireType}`);
  }
  return fields;
}
