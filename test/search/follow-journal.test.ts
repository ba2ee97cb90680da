import { expect, it } from 'vitest';
import { pauseAfter } from '../../src/search/follow-journal.js';

it('leaves the machine to collecting while events flood in, and takes half of a core otherwise', () => {
  expect(pauseAfter(10, 0)).toBe(10);
  expect(pauseAfter(10, 5000)).toBe(10);
  expect(pauseAfter(10, 20_000)).toBe(490);
});
