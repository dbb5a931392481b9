import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { Cook } from './cook.js';
import { startApp, type AppOptions, type Reply, type TestApp } from './harness/app.js';

/** What stands in a pantry, in three words. */
export type Amount = [name: string, quantity: number, unit: string];

export interface Kitchen {
  readonly app: TestApp;
  /** Somebody new with nothing at home, in each test. */
  readonly cook: Cook;
  /** Puts things into the pantry, at once. */
  readonly stock: (...items: object[]) => Promise<Reply>;
  /** Buys one thing; the item it is then. */
  readonly buy: (item: object) => Promise<Item>;
  /** Throws unless it is done: `act('consume', {…})`; the answer's body. */
  readonly act: (path: string, body?: object) => Promise<Reply['body']>;
  readonly items: () => Promise<Item[]>;
  readonly amounts: () => Promise<Amount[]>;
  /** Newest first. */
  readonly journal: () => Promise<Reply['body'][]>;
  /** The id of the latest act. */
  readonly latest: () => Promise<number>;
  readonly undo: (transactionId: number) => Promise<Reply>;
}

type Item = Amountful & Readonly<Record<string, unknown>> & { readonly id: number };
interface Amountful {
  readonly name: string;
  readonly quantity: number;
  readonly unit: string;
}

export const inWords = (lines: readonly Amountful[]): Amount[] =>
  lines.map(({ name, quantity, unit }) => [name, quantity, unit]);

/** A dish for two; its id. */
export async function aDish(app: TestApp, name: string, recipeIngredient: readonly string[]): Promise<number> {
  const { token } = await app.admin();
  const recipe = { '@type': 'Recipe', name, recipeYield: '2', recipeIngredient, recipeInstructions: 'Cook it.' };
  await app.post('/recipes/import', { token, body: recipe });
  const { items } = (await app.get(`/recipes/search?limit=100&query=${encodeURIComponent(name)}`)).body as {
    items: { id: number; title: string }[];
  };
  const found = items.find(({ title }) => title === name);
  if (!found) throw new Error(`${name} was not imported`);
  return found.id;
}

/** What was told, or offered, to stand in, as one chooses it. */
export const chosenOf = (told: readonly { readonly ingredientId: number; readonly itemId: number }[]) =>
  told.map(({ ingredientId, itemId }) => ({ ingredientId, itemId }));

/** One application for all tests of a spec, and before each somebody new in it, at noon of a day in June. */
export function aKitchen(options?: AppOptions): Kitchen {
  let app: TestApp;
  let cook: Cook;
  beforeAll(async () => {
    app = await startApp(options);
  });
  beforeEach(async () => {
    app.clock.setWall('2026-06-15T12:00:00Z');
    cook = await Cook.with(app);
  });
  afterAll(() => app.stop());

  const items = async (): Promise<Item[]> => (await cook.get('/pantry/:me')).body.items;
  const journal = async () => (await cook.get('/pantry/:me/journal')).body.items;
  return {
    get app() {
      return app;
    },
    get cook() {
      return cook;
    },
    stock: (...stocked) => cook.change('PUT', '/pantry/:me/items', stocked),
    buy: async (item) => (await cook.change('POST', '/pantry/:me/items', item)).body,
    act: async (path, body) => (await cook.change('POST', `/pantry/:me/${path}`, body)).body,
    items,
    amounts: async () => inWords(await items()),
    journal,
    latest: async () => (await journal())[0].transactionId,
    undo: (transactionId) => cook.request('POST', `/pantry/:me/transactions/${transactionId}/undo`),
  };
}
