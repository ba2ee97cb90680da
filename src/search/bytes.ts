// Bytes that grow as they are written.

const FIRST_CAPACITY = 1024;
/** The longest text or number takes no more. */
const ROOM = 260;

export class Bytes {
  length = 0;
  #buffer = Buffer.allocUnsafe(FIRST_CAPACITY);

  /** What was written, valid until more is. */
  get taken(): Uint8Array {
    return this.#buffer.subarray(0, this.length);
  }

  clear(): void {
    this.length = 0;
  }

  /** At most 255 bytes of UTF-8, their length before them. */
  pushText(text: string): void {
    this.#makeRoom(ROOM);
    const length = this.#buffer.write(text, this.length + 1, 'utf8');
    this.#buffer[this.length] = length;
    this.length += length + 1;
  }

  /** Seven bits a byte, the lowest first; the highest bit says that there are more. */
  pushNumber(value: number): void {
    this.#makeRoom(ROOM);
    let left = value;
    for (; left >= 0x80; left >>= 7) this.#buffer[this.length++] = (left & 0x7f) | 0x80;
    this.#buffer[this.length++] = left;
  }

  pushAll(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  #makeRoom(bytes: number): void {
    if (this.length + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.length + bytes));
    larger.set(this.taken);
    this.#buffer = larger;
  }
}
