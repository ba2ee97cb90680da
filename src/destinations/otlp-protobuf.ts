// As much of protocol buffers as OTLP takes (protobuf.dev, "Encoding"). Messages are written from their end: when the head of one
// is written, its length is known.

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const FIXED32 = 5;
const FIRST_CAPACITY = 2 ** 16;

/** Writes fields of a message, the last one first. Field by field it says what a reader finds. */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafe(FIRST_CAPACITY);
  #written = 0;

  varint(field: number, value: number | bigint): void {
    this.#varint(value);
    this.#tag(field, VARINT);
  }

  fixed64(field: number, value: bigint): void {
    const at = this.#take(8);
    this.#buffer.writeBigUInt64LE(value, at);
    this.#tag(field, FIXED64);
  }

  double(field: number, value: number): void {
    const at = this.#take(8);
    this.#buffer.writeDoubleLE(value, at);
    this.#tag(field, FIXED64);
  }

  string(field: number, text: string): void {
    const length = Buffer.byteLength(text);
    const at = this.#take(length);
    this.#buffer.write(text, at, length, 'utf8');
    this.#varint(length);
    this.#tag(field, LENGTH);
  }

  /** @param writeFields writes the fields of the message within, the last one first. */
  message(field: number, writeFields: () => void): void {
    const before = this.#written;
    writeFields();
    this.#varint(this.#written - before);
    this.#tag(field, LENGTH);
  }

  /** What was written. It stays good until the next write. */
  finish(): Buffer {
    return this.#buffer.subarray(this.#buffer.length - this.#written);
  }

  #tag(field: number, wireType: number): void {
    this.#varint(field * 8 + wireType);
  }

  #varint(value: number | bigint): void {
    if (typeof value === 'number' && value < 0x80) {
      const at = this.#take(1);
      this.#buffer[at] = value;
      return;
    }
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    const at = this.#take(bytes.length);
    this.#buffer.set(bytes, at);
  }

  /** Where the next `length` bytes, before all others, begin. The buffer may be another one afterwards. */
  #take(length: number): number {
    this.#written += length;
    if (this.#written > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(2 * this.#buffer.length, this.#written));
      this.#buffer.copy(grown, grown.length - this.#buffer.length);
      this.#buffer = grown;
    }
    return this.#buffer.length - this.#written;
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
