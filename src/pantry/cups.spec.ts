import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { RoomApp, type Person } from '../../test/room-app.js';
import { PantryModule } from './pantry.module.js';

let app: RoomApp;
let ann: Person;

beforeAll(async () => {
  app = await RoomApp.start({ imports: [PantryModule], settings: { MEASURES: 'metric' } });
});
afterAll(() => app.close());
beforeEach(async () => {
  ann = await app.person();
});

const send = (method: 'GET' | 'POST' | 'PATCH', path: string, payload?: object) =>
  app.inject({ method, url: `/pantry/${ann.id}${path}`, headers: ann.headers, payload });
const buy = async (unit: string) => (await send('POST', '/items', { name: 'milk', quantity: 1, unit })).json();
const held = async (): Promise<[number, string][]> =>
  (await send('GET', '')).json().items.map((item: { quantity: number; unit: string }) => [item.quantity, item.unit]);

describe('a cup that is told to the pantry', () => {
  it.each([
    ['cup', 0.763412],
    ['us cups', 0.763412],
    ['metric cup', 0.75],
    ['Imperial cups', 0.715869],
  ])('is one size whatever recipes are read by, and another only where it says so: %s', async (unit, left) => {
    await buy('l');
    const answer = await send('POST', '/consume', { ingredient: 'milk', quantity: 1, unit });
    expect(answer.statusCode).toBe(200);
    expect(await held()).toEqual([[left, 'l']]);
  });

  it.each(['cup', 'metric cup', 'imperial pint'])('is told as it was told, and may be sent back: %s', async (unit) => {
    const { id, unit: told } = await buy(unit);
    expect(told).toBe(unit);
    expect((await send('PATCH', `/items/${id}`, { unit: told })).statusCode).toBe(200);
    expect(await held()).toEqual([[1, unit]]);
  });
});
