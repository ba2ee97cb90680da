// Sizes as people write them: a number and a unit.

const UNIT_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
};

/** What a message says where a size was expected. */
export const SIZE_FORM = 'a size such as 100MB, 512KiB or 1GB, at least 1KB';

/** Reads a size from 1 KB up to bytes: `100MB` is 100 million, `100MiB` is 100 × 1,048,576. Null where it is none. */
export function parseSize(text: string): number | null {
  const match = /^(\d{1,15}(?:\.\d{1,3})?) ?([KMG]I?B|B)$/i.exec(text.trim());
  const bytes = Math.round(Number(match?.[1]) * (UNIT_BYTES[(match?.[2] ?? '').toUpperCase()] ?? Number.NaN));
  return bytes >= 1e3 && Number.isSafeInteger(bytes) ? bytes : null;
}
