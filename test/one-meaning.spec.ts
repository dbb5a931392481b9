import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cameBy, Cook } from './cook.js';
import { startApp, type TestApp } from './harness/app.js';
import { forgetAnswers } from './held-answers.js';
import { aRandom } from './random.js';

let app: TestApp;
let ann: Cook;
beforeAll(async () => {
  app = await startApp();
  ann = await Cook.with(app);
});
afterAll(() => app.stop());

const SIGNS = [
  'a',
  'b',
  ':',
  '*',
  '?',
  '[',
  '\\',
  '%',
  ',',
  '~',
  '+',
  '&',
  '=',
  '"',
  "'",
  '{',
  '/',
  'é',
  'e\u0301',
  '😀',
  '\u202e',
  '-',
  '_',
  '.',
];
const PAIRS = 300;

/** Texts that differ in one sign: moved, left out, doubled, or by another in its place. */
function aPair(random: ReturnType<typeof aRandom>): [string, string] {
  const signs = Array.from({ length: 2 + Math.floor(random.next() * 6) }, () => random.pick(SIGNS));
  const at = Math.floor(random.next() * signs.length);
  const other = random.pick([
    signs.with(at, random.pick(SIGNS)),
    signs.toSpliced(at, 1),
    signs.toSpliced(at, 0, random.pick(SIGNS)),
  ]);
  return [`q${signs.join('')}q`, `q${other.join('')}q`];
}

const search = (text: string) => ann.get(`/recipes/search?query=${encodeURIComponent(text)}`);

describe('searches that nearly are the same', () => {
  it(`of ${PAIRS} pairs none share an entry`, async () => {
    const random = aRandom();
    const shared: unknown[] = [];
    let answered = 0;
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const [one, other] = aPair(random);
      if (one === other) continue;
      await forgetAnswers(app);
      const first = await search(one);
      const second = await search(other);
      if (first.status !== 200 || second.status !== 200) continue;
      answered += 1;
      if (cameBy(second) === 'memory') shared.push([one, other]);
    }
    expect([random.seed, shared]).toEqual([random.seed, []]);
    expect(answered).toBeGreaterThan(PAIRS / 2);
  });

  it('share one where case and blanks alone differ', async () => {
    await forgetAnswers(app);
    await search('Rice');
    expect(cameBy(await search(' rice'))).toBe('memory');
  });
});
