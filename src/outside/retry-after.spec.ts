import { expect, it } from '@jest/globals';
import { restMsOf } from './retry-after.js';

const NOW = Date.parse('2026-06-15T12:00:00Z');

it.each([
  ['30', 30_000],
  ['0', 0],
  ['Mon, 15 Jun 2026 12:01:00 GMT', 60_000],
  ['Mon, 15 Jun 2026 11:00:00 GMT', 0],
  ['999999999', 3_600_000],
  ['soon', undefined],
  ['', undefined],
  ['-5', undefined],
  [null, undefined],
  [undefined, undefined],
])('Retry-After: %s asks for %s ms', (header, ms) => {
  expect(restMsOf(header, NOW)).toBe(ms);
});
