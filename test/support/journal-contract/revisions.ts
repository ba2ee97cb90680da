// The contract of a journal: repeats with another body.
import { describe, expect, it } from 'vitest';
import { parseEvent } from '../event-fixtures.js';
import { EVERYTHING, fill, type Given } from './given.js';

export function describeRevisions(given: Given): void {
  describe('revisions', () => {
    const body =
      '{"id":1,"timestamp":"2026-01-01 00:00:00 UTC","a":{"x":1,"y":[1,2]},"n":10000000000000000001}';
    const appendBody = (text: string) => fill(given.journal, [parseEvent(text)]);

    it.each([
      [
        'blanks',
        '{ "id":1, "timestamp":"2026-01-01 00:00:00 UTC",\n"a":{"x":1,"y":[1,2]},"n":10000000000000000001 }',
      ],
      [
        'the order of members',
        '{"n":10000000000000000001,"a":{"y":[1,2],"x":1},"timestamp":"2026-01-01 00:00:00 UTC","id":1}',
      ],
      [
        'escapes',
        '{"\\u0069d":1,"timestamp":"2026-01-01 00:00:00 \\u0055TC","a":{"x":1,"y":[1,2]},"n":10000000000000000001}',
      ],
    ])('does not mind %s', async (_, repeat) => {
      await appendBody(body);
      expect(await appendBody(repeat)).toEqual({ stored: 0, repeated: 1, revised: 0 });
    });

    it.each([
      ['the last digit of a big number', body.replace('0001}', '0002}')],
      ['the order of elements', body.replace('[1,2]', '[2,1]')],
      ['a type', body.replace('"x":1', '"x":"1"')],
      ['a member that is gone', body.replace('"x":1,', '')],
      ['nesting', body.replace('[1,2]', '[[1],2]')],
    ])('sees a change in %s', async (_, repeat) => {
      await appendBody(body);
      expect(await appendBody(repeat)).toEqual({ stored: 0, repeated: 1, revised: 1 });
      const [event] = await given.journal.read(0, EVERYTHING);
      expect(Buffer.from(event?.raw ?? []).toString()).toBe(body);
    });

    it('counts a revision once, and the original that comes back not at all', async () => {
      const variants = [2, 3, 4, 5, 6, 7, 8].map((x) => body.replace('"x":1', `"x":${x}`));
      await appendBody(body);
      for (const variant of variants) expect(await appendBody(variant)).toMatchObject({ revised: 1 });
      expect(await appendBody(variants[6] ?? '')).toMatchObject({ revised: 0 });
      expect(await appendBody(variants[0] ?? '')).toMatchObject({ revised: 0 });
      expect(await appendBody(body)).toMatchObject({ revised: 0 });
      const [workspace] = await given.journal.workspaces();
      expect(workspace?.counts).toMatchObject({ received: 11, stored: 1, repeated: 10, revised: 7 });
      expect(await given.journal.head()).toBe(1);
    });
  });
}
