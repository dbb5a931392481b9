import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { milliseconds } from '#cache';
import { Cook, readmeKitchen } from './cook.js';
import { startApp, type TestApp } from './harness/app.js';
import { aRandom } from './random.js';

/** `ETAG_EDITS` says how many changes are made. */
const EDITS = Number(process.env.ETAG_EDITS ?? 300);
const LOCATIONS = ['pantry', 'fridge', 'freezer'] as const;

let app: TestApp;
let ann: Cook;
beforeAll(async () => {
  app = await startApp();
  ann = await Cook.with(app, readmeKitchen.slice(0, 4));
});
afterAll(() => app.stop());

interface Item {
  readonly id: number;
  readonly name: string;
  readonly quantity: number;
}

/** One change of a pantry that stays small: something new, more or less of it, another place, or away with it. */
async function edit(items: readonly Item[], random: ReturnType<typeof aRandom>): Promise<void> {
  const item = random.pick(items);
  const roll = random.next();
  if (item === undefined || (roll < 0.2 && items.length < 8)) {
    const added = { ...random.pick(readmeKitchen), location: random.pick(LOCATIONS) };
    await ann.change('POST', '/pantry/:me/items', added);
  } else if (roll < 0.35) {
    await ann.change('DELETE', `/pantry/:me/items/${item.id}`);
  } else {
    const { name } = random.pick(readmeKitchen.filter((other) => other.name !== item.name));
    const change = roll < 0.5 ? { name } : { quantity: item.quantity + 1 };
    await ann.change('PATCH', `/pantry/:me/items/${item.id}`, change);
  }
}

describe('the entity tag of a pantry', () => {
  it(`was never given before, after each of ${EDITS} changes`, async () => {
    const random = aRandom();
    const seen = new Map<string, number>();
    for (let edits = 0; edits <= EDITS; edits += 1) {
      const { headers, body } = await ann.get('/pantry/:me');
      const tag = String(headers.etag);
      const before = seen.get(tag);
      if (before !== undefined)
        throw new Error(`seed: ${random.seed}: the tag after change ${edits} was that after ${before}`);
      seen.set(tag, edits);
      app.clock.advance(milliseconds(1));
      await edit(body.items as Item[], random);
    }
    expect(seen.size).toBe(EDITS + 1);
  });

  it('is told by 304 to who knows it, and not to who knows an older one', async () => {
    const { headers } = await ann.get('/pantry/:me');
    await ann.change('POST', '/pantry/:me/items', { ...readmeKitchen[0] });
    const changed = await ann.get('/pantry/:me', { 'if-none-match': headers.etag });
    expect(changed.status).toBe(200);
    expect((await ann.get('/pantry/:me', { 'if-none-match': changed.headers.etag })).status).toBe(304);
  });
});
