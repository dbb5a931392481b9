import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Cook, readmeKitchen } from './cook.js';
import { startApp, type TestApp } from './harness/app.js';
import { cacheableRoutes, hangPicture } from './http-routes.js';
import { stateOf } from './problems.js';

/** Texts by which a database that is spoken to in glued strings says or does what nobody asked. */
const PAYLOADS = [
  "'",
  '"',
  "''",
  '`',
  '\\',
  "' OR '1'='1",
  "' OR 1=1--",
  '" OR ""="',
  '1 OR 1=1',
  "1'; DROP TABLE users;--",
  "'; SELECT pg_sleep(5);--",
  '1 AND (SELECT 1 FROM pg_sleep(5))',
  "' UNION SELECT NULL,NULL,NULL--",
  "' UNION SELECT email, password_hash FROM users--",
  "x' AND 1=CAST((SELECT version()) AS int)--",
  "'||(SELECT current_user)||'",
  '$$;DROP TABLE users;$$',
  '/**/OR/**/1=1',
  '%27%20OR%201=1',
  '\u02bc OR 1=1',
  '%',
  '_',
  "\\'; --",
  '{"$gt":""}',
  "'::int",
  "E'\\x27'",
  '(select 1)',
  ';--',
] as const;

let app: TestApp;
let ann: Cook;
let bob: Cook;
beforeAll(async () => {
  app = await startApp();
  await hangPicture(app);
  ann = await Cook.with(app, readmeKitchen.slice(0, 4));
  bob = await Cook.with(app, readmeKitchen.slice(4, 8));
});
afterAll(() => app.stop());

/** The address with the payload in the place of each part and of each parameter in turn. */
function addressesWith(path: string, payload: string): string[] {
  const [place = '', query = ''] = path.split('?');
  const text = encodeURIComponent(payload);
  const parts = place.split('/').slice(1);
  const inPath = parts.slice(1).map((_, index) => `/${parts.with(index + 1, text).join('/')}${query && `?${query}`}`);
  const pairs = query === '' ? [] : query.split('&');
  const inQuery = pairs.map(
    (pair, index) => `${place}?${pairs.with(index, `${pair.split('=')[0]}=${text}`).join('&')}`,
  );
  return [...inPath, ...inQuery, `${path}${query ? '&' : '?'}${text}=1`];
}

describe('what looks like SQL', () => {
  it.each(cacheableRoutes)(
    'in any part of $path is no fault of ours, and changes nothing for others',
    async ({ path }) => {
      const [clean, state] = [await bob.get(path), await stateOf(app)];
      const faults: unknown[] = [];
      for (const payload of PAYLOADS) {
        for (const address of addressesWith(path, payload)) {
          const { status, bytes } = await ann.get(address);
          if (status >= 500 || /@example\.org|PostgreSQL|syntax error/.test(bytes.toString()))
            faults.push([address, status]);
        }
      }
      expect(faults).toEqual([]);
      expect(await stateOf(app)).toEqual(state);
      expect((await bob.get(path)).bytes).toEqual(clean.bytes);
    },
  );

  it('is a name like any other where people may write what they like', async () => {
    const untouched = (await bob.get('/pantry/:me')).bytes;
    for (const payload of PAYLOADS) {
      const item = { name: `x${payload}x`, quantity: 1, unit: 'piece' };
      const { body } = await ann.change('POST', '/pantry/:me/items', item);
      expect(body.name).toBe(item.name);
      await ann.change('DELETE', `/pantry/:me/items/${body.id}`);
    }
    expect((await bob.get('/pantry/:me')).bytes).toEqual(untouched);
  });

  it('in the texts of other bodies is refused or taken, and breaks nothing', async () => {
    for (const payload of PAYLOADS) {
      const statuses = [
        await ann.request('PATCH', '/preferences/:me', { body: { timeZone: payload } }),
        await ann.request('PATCH', '/preferences/:me', { body: { diets: [payload], allergens: [payload] } }),
        await ann.request('POST', '/pantry/:me/consume', { body: { ingredient: payload, quantity: 1, unit: payload } }),
        await app.post('/auth/login', { body: { email: payload, password: payload } }),
        await app.post('/auth/login', { body: { email: 'admin@example.org', password: payload } }),
      ].map(({ status }) => status);
      expect([payload, statuses.filter((status) => status < 400 || status >= 500)]).toEqual([payload, []]);
    }
  });
});
