import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cameBy, Cook, readmeKitchen } from './cook.js';
import { startApp, type TestApp } from './harness/app.js';
import { aPantryItem } from './harness/builders.js';

let app: TestApp;
let ann: Cook;
beforeAll(async () => {
  app = await startApp();
  ann = await Cook.with(app, readmeKitchen.slice(0, 6));
});
afterAll(() => app.stop());

/** The address of something in the pantry. */
async function anItem(): Promise<string> {
  const { body } = await ann.change('POST', '/pantry/:me/items', aPantryItem());
  return `/pantry/:me/items/${body.id}`;
}

type Write = readonly [
  name: string,
  method: string,
  path: () => string | Promise<string>,
  body: unknown,
  bad?: unknown,
];
const whole = (path: string) => () => path;
const PANTRY: readonly Write[] = [
  ['putting items', 'PUT', whole('/pantry/:me/items'), [aPantryItem()], [{ name: '' }]],
  ['adding one', 'POST', whole('/pantry/:me/items'), aPantryItem(), { name: '' }],
  ['changing one', 'PATCH', anItem, { quantity: 3 }, { quantity: -1 }],
  ['removing one', 'DELETE', anItem, undefined],
];
const PREFERENCES: readonly Write[] = [
  ['replacing them', 'PUT', whole('/preferences/:me'), { householdSize: 3 }, { householdSize: -1 }],
  ['changing them', 'PATCH', whole('/preferences/:me'), { householdSize: 4 }, { householdSize: 'many' }],
];
const ROOMS = [
  { group: 'pantry', writes: PANTRY },
  { group: 'preferences', writes: PREFERENCES },
];

describe.each(ROOMS)('the group $group', ({ group, writes }) => {
  const read = async () => cameBy(await ann.get(`/${group}/:me`));

  it.each(writes)('%s says that it changed, and it is read anew', async (_, method, path, body) => {
    const address = await path();
    await read();
    expect(await read()).toBe('memory');
    const { headers } = await ann.change(method, address, body);
    expect(headers['cache-group-invalidation']).toBe(`"${group}"`);
    expect(await read()).toBe('miss');
  });

  it.each(writes.filter(([, method]) => method !== 'DELETE'))(
    '%s says nothing of the kind where it fails, and what is held stays',
    async (_, method, path, body, bad) => {
      const address = await path();
      await read();
      const refused = [
        await ann.request(method, address, { body: bad }),
        await app.request(method, address.replace(':me', String(ann.id)), { body }),
        ...(method === 'POST'
          ? []
          : [await ann.request(method, address, { body, headers: { 'if-match': '"other"' } })]),
      ];
      expect(refused.map(({ status }) => status)).toEqual(method === 'POST' ? [400, 401] : [400, 401, 412]);
      for (const { headers } of refused) expect(headers['cache-group-invalidation']).toBeUndefined();
      expect(await read()).toBe('memory');
    },
  );
});
