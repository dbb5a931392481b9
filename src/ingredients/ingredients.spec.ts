import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { Cache, Clock } from '#cache';
import { RoomApp } from '../../test/room-app.js';
import { Database } from '../database/database.js';
import { readIngredientFiles } from './ingredient-files.js';
import { IngredientsModule } from './ingredients.module.js';
import { IngredientsRepository } from './ingredients.repository.js';
import { IngredientsSeed } from './ingredients.seed.js';
import { IngredientsService } from './ingredients.service.js';
import { ingredients } from './ingredients.tables.js';

let app: RoomApp;
beforeAll(async () => {
  app = await RoomApp.start({ imports: [IngredientsModule] });
});
afterAll(() => app.close());

const get = async (url: string) => app.inject({ method: 'GET', url });
/** The seed of another instance that starts with the same database. */
const anotherSeed = () =>
  new IngredientsSeed(
    app.nest.get(Database),
    app.nest.get(IngredientsRepository),
    app.nest.get(Cache),
    app.nest.get(Clock),
  );
const idOf = async (slug: string) => (await app.nest.get(IngredientsService).book()).bySlug(slug)?.id ?? 0;

describe('the ingredient table at start', () => {
  it('is the data files', async () => {
    const files = await readIngredientFiles();
    const stored = await app.nest.get(IngredientsRepository).all();
    expect(stored.map(({ slug }) => slug).toSorted()).toEqual(files.map(({ slug }) => slug).toSorted());
  });

  it('is not written again when nothing changed, by however many instances', async () => {
    expect(await Promise.all([anotherSeed().done(), anotherSeed().done(), anotherSeed().done()])).toEqual([0, 0, 0]);
  });

  it('brings back what differs, with its id, and readers see it', async () => {
    const id = await idOf('milk');
    await app.db.update(ingredients).set({ contains: [] }).where(eq(ingredients.id, id));
    expect(await anotherSeed().done()).toBe(1);
    expect((await app.nest.get(IngredientsService).byId(id)).contains).toEqual(['milk']);
  });
});

describe('GET /ingredients/:id', () => {
  it('says all that is known, to anybody', async () => {
    const id = await idOf('pesto');
    const answer = await get(`/ingredients/${id}`);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      id,
      slug: 'pesto',
      category: 'sauces',
      allergens: { contains: expect.arrayContaining(['milk', 'nuts']) },
      shelfLife: { home: expect.any(String), kind: expect.any(String) },
      nutrition: { kcal: expect.any(Number), sodium: expect.any(Number) },
      breaks: expect.arrayContaining(['vegan']),
    });
  });

  it('names substitutes with their ids', async () => {
    const { substitutes } = (await get(`/ingredients/${await idOf('milk')}`)).json();
    const soy = substitutes.find(({ slug }: { slug: string }) => slug === 'soy-milk');
    expect(soy).toMatchObject({ ingredientId: await idOf('soy-milk'), confidence: expect.any(Number) });
  });

  it('is 404 for none and 400 for no id', async () => {
    expect((await get('/ingredients/999999')).json()).toMatchObject({ status: 404, type: 'urn:prepsense:not-found' });
    for (const id of ['0', '-1', '1.5', '01', 'milk', '99999999999']) {
      expect([id, (await get(`/ingredients/${id}`)).statusCode]).toEqual([id, 400]);
    }
  });
});

describe('GET /ingredients', () => {
  const slugs = async (query: string) =>
    (await get(`/ingredients?query=${encodeURIComponent(query)}`))
      .json()
      .items.map(({ slug }: { slug: string }) => slug);

  it('finds by name, alias and beginning, the very food first', async () => {
    expect((await slugs('eggplant'))[0]).toBe('aubergine');
    expect((await slugs('milk'))[0]).toBe('milk');
    expect(await slugs('milk')).toContain('oat-milk');
    expect(await slugs('aub')).toContain('aubergine');
    expect(await slugs('quux')).toEqual([]);
  });

  it('lists all by name, page by page, without repeating any', async () => {
    const first = (await get('/ingredients?limit=100')).json();
    const second = (await get('/ingredients?limit=100&page=2')).json();
    expect(first.total).toBe((await readIngredientFiles()).length);
    const ids = [...first.items, ...second.items].map(({ id }: { id: number }) => id);
    expect(new Set(ids).size).toBe(200);
  });

  it.each(['limit=0', 'limit=101', 'page=0', 'limit=ten', 'query=a&query=b', 'colour=red', `query=${'a'.repeat(201)}`])(
    'refuses ?%s',
    async (query) => {
      expect((await get(`/ingredients?${query}`)).statusCode).toBe(400);
    },
  );
});
