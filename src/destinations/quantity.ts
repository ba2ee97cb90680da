// Sizes and intervals as people write them in a destination's settings.
import { z } from 'zod';

const UNIT_BYTES: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KIB: 2 ** 10,
  MIB: 2 ** 20,
  GIB: 2 ** 30,
};
const UNIT_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A size from 1 KB up; read to bytes. `100MB` is 100 million bytes, `100MiB` is 100 × 1,048,576. */
export const size = quantity('a size such as 100MB, 512KiB or 1GB, at least 1KB', 1e3, (text) => {
  const match = /^(\d{1,15}(?:\.\d{1,3})?) ?([KMG]I?B|B)$/i.exec(text);
  return Number(match?.[1]) * (UNIT_BYTES[(match?.[2] ?? '').toUpperCase()] ?? Number.NaN);
});

/** An interval from a second up; read to milliseconds. */
export const interval = quantity('a duration such as 10m, 1h or 1d, at least 1s', 1_000, (text) => {
  const match = /^(\d{1,12})(s|m|h|d)$/.exec(text);
  return Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ''] ?? Number.NaN);
});

function quantity(expected: string, least: number, parse: (text: string) => number) {
  return z.string({ error: expected }).transform((text, context) => {
    const value = Math.round(parse(text.trim()));
    if (value >= least && Number.isSafeInteger(value)) return value;
    context.addIssue({ code: 'custom', message: expected });
    return z.NEVER;
  });
}
