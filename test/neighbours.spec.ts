import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import { Database, type Executor } from '../src/database/database.js';
import { openEmbedded } from '../src/database/embedded.driver.js';
import { openServer } from '../src/database/server.driver.js';
import { learnVectors } from '../src/database/vectors.js';
import { Neighbours } from '../src/recipes/neighbours.js';
import type { Recipe } from '../src/recipes/recipe.js';
import { RecipesRepository } from '../src/recipes/recipes.repository.js';
import { recipes } from '../src/recipes/recipes.tables.js';
import { LIKENESS_DIGITS, similarTo, type SimilarRecipe } from '../src/recipes/similar-recipes.js';
import { PostgresServer } from './harness/postgres-server.js';
import { seededTemplate } from './harness/seeded-template.js';
import { shippedCatalogue } from './kitchen.js';

/** How far two ways of adding 64 products up may be apart after rounding. */
const A_DIGIT = 10 ** -LIKENESS_DIGITS;
const ALL = { page: 1, limit: 100_000 };

const idsOf = (found: readonly SimilarRecipe[]) =>
  found.map(({ recipe }) => recipe.id).toSorted((one, other) => one - other);
const told = (found: readonly SimilarRecipe[]) => found.map(({ recipe, similarity }) => [recipe.id, similarity]);

describe('a database that compares vectors', () => {
  let database: Database;
  let catalogue: readonly Recipe[];

  beforeAll(async () => {
    const templateTar = await seededTemplate();
    database = new Database(await openEmbedded({ dataDir: 'memory:', templateTar, extensions: { vector } }));
    catalogue = await new RecipesRepository(database).all();
  }, 60_000);
  afterAll(() => database.onApplicationShutdown());

  const [asked, first] = [() => new Neighbours(database), () => catalogue[0] as Recipe];

  it('finds out by itself that it does', () => {
    expect(database.comparesVectors).toBe(true);
  });

  it('tells of every recipe what a scan of the catalogue tells, in its order, but for likenesses a digit apart', async () => {
    for (const recipe of catalogue) {
      const scanned = new Map(similarTo(recipe, catalogue).map((one, at) => [one.recipe.id, { ...one, at }]));
      const found = await asked().of(recipe, catalogue, ALL);
      expect(idsOf(found)).toEqual(idsOf([...scanned.values()]));
      const order = [...scanned.values()];
      for (const [at, { recipe: other, similarity }] of found.entries()) {
        const same = scanned.get(other.id);
        expect(Math.abs(similarity - (same?.similarity ?? 9))).toBeLessThanOrEqual(1.01 * A_DIGIT);
        expect(Math.abs(similarity - (order[at]?.similarity ?? 9))).toBeLessThanOrEqual(1.01 * A_DIGIT);
      }
    }
  });

  it('is what is asked', async () => {
    const [nearest] = await asked().of(first(), catalogue, { page: 1, limit: 1 });
    const id = nearest?.recipe.id ?? 0;
    await embedded(
      id,
      first().embedding.map((part) => -part),
    );
    expect((await asked().of(first(), catalogue, ALL)).at(-1)).toMatchObject({ recipe: { id }, similarity: -1 });
    await embedded(id, nearest?.recipe.embedding);
  });

  it.each([
    ['none', null],
    ['one of another length', [1, 0]],
  ])('takes a recipe with %s for like no other', async (_, embedding) => {
    const [nearest] = await asked().of(first(), catalogue, { page: 1, limit: 1 });
    const id = nearest?.recipe.id ?? 0;
    await embedded(id, embedding);
    const found = await asked().of(first(), catalogue, ALL);
    expect(found.find(({ recipe }) => recipe.id === id)?.similarity).toBe(0);
    await embedded(id, nearest?.recipe.embedding);
    expect(await asked().of({ ...first(), embedding: embedding ?? [] }, catalogue, ALL)).toHaveLength(
      catalogue.length - 1,
    );
  });

  it('gives pages that put together are the whole', async () => {
    const whole = await asked().of(first(), catalogue, ALL);
    const pages = await Promise.all([1, 2, 3].map((page) => asked().of(first(), catalogue, { page, limit: 100 })));
    expect(told(pages.flat())).toEqual(told(whole.slice(0, 300)));
  });

  it('leaves out what the held catalogue does not know yet', async () => {
    const few = catalogue.slice(0, 10);
    const found = await asked().of(first(), few, ALL);
    expect(idsOf(found)).toEqual(few.slice(1).map(({ id }) => id));
  });

  async function embedded(id: number, embedding: readonly number[] | null = null): Promise<void> {
    await database.db
      .update(recipes)
      .set({ embedding: embedding && [...embedding] })
      .where(eq(recipes.id, id));
  }
});

describe('a user of a database that could compare vectors', () => {
  it('may be without leave to add that: then it does from when somebody else has added it', async () => {
    const pglite = await PGlite.create({ extensions: { vector } });
    const db = drizzle({ client: pglite }) as unknown as Executor;
    await pglite.exec('create role cook; set role cook');
    expect(await learnVectors(db)).toBe(false);

    await pglite.exec('reset role; create extension vector; set role cook');
    expect(await learnVectors(db)).toBe(true);
    await pglite.close();
  }, 30_000);
});

describe('a PostgreSQL without pgvector', () => {
  it('is not asked; one that is away does not matter; what else fails is told', async () => {
    const server = await PostgresServer.start();
    const driver = await openServer({ url: server.url, onConnectionError: () => undefined, isSpare: () => false });
    const catalogue = await shippedCatalogue();
    const of = (comparesVectors: boolean) =>
      new Neighbours(new Database({ ...driver, comparesVectors })).of(catalogue[0] as Recipe, catalogue, ALL);
    const scanned = similarTo(catalogue[0] as Recipe, catalogue);

    expect(driver.comparesVectors).toBe(false);
    expect(await of(false)).toEqual(scanned);
    await expect(of(true)).rejects.toThrow(/vector/);
    await server.kill();
    expect(await of(true)).toEqual(scanned);

    await driver.close();
    await server.discard();
  }, 30_000);
});
