import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Cache, hours } from '#cache';
import { RoomApp, type Person } from '../../test/room-app.js';
import { PantryRepository } from '../pantry/pantry.repository.js';
import { PreferencesRepository } from '../preferences/preferences.repository.js';
import { recipeContexts } from '../recipes/recipe.js';
import { RecipesRepository } from '../recipes/recipes.repository.js';
import { RecipesService } from '../recipes/recipes.service.js';
import { recipesRegion } from './recommendations.cache.js';
import { RecommendationsQuery, type RecommendationsView } from './recommendations.dto.js';
import { RecommendationsModule } from './recommendations.module.js';
import { RecommendationsService } from './recommendations.service.js';

const NOON = '2026-06-15T12:00:00Z';

let app: RoomApp;
let ann: Person;

beforeAll(async () => {
  app = await RoomApp.start({ imports: [RecommendationsModule] });
});
afterAll(() => app.close());
beforeEach(async () => {
  app.clock.setWall(NOON);
  ann = await app.person();
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** What the service answers; `maxMissing` is wide open unless the test cares. */
const recommend = (query: Partial<RecommendationsQuery> = {}): Promise<RecommendationsView> =>
  app.nest
    .get(RecommendationsService)
    .recommend(ann.id, Object.assign(new RecommendationsQuery(), { maxMissing: 20, limit: 50, ...query }));

/** Made now: tests move the clock further than a token lives. */
const bearer = ({ id }: Person) => ({ authorization: `Bearer ${app.tokenFor(id)}` });
const send = (method: 'PUT' | 'POST', path: string, payload: object, person = ann) =>
  app.inject({ method, url: path, headers: bearer(person), payload });
const ask = (query: string, person = ann) =>
  app.inject({ method: 'GET', url: `/recommendations/${ann.id}${query}`, headers: bearer(person) });
const buy = (name: string, quantity: number, unit: string, expiresOn: string | null = null) =>
  send('POST', `/pantry/${ann.id}/items`, { name, quantity, unit, expiresOn, expiryKind: 'best-before' });
const prefer = (preferences: object) => send('PUT', `/preferences/${ann.id}`, preferences);
const act = (body: object) => send('POST', `/preferences/${ann.id}/interactions`, body);

const away = () => Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }));
const pantryIsAway = () => jest.spyOn(app.nest.get(PantryRepository), 'pantryOf').mockImplementation(away);
const preferencesAreAway = () => jest.spyOn(app.nest.get(PreferencesRepository), 'knownOf').mockImplementation(away);

describe('recommendations', () => {
  it('say what to cook, from what, and why', async () => {
    await buy('spinach', 200, 'g', '2026-06-16');
    await buy('feta', 200, 'g', '2026-06-17');
    const answer = (await ask('?limit=3&maxMissing=20')).json<RecommendationsView>();

    expect(answer).toMatchObject({ userId: ann.id, context: 'any', source: 'computed', degraded: false });
    expect(answer.generatedAt).toBe('2026-06-15T12:00:00.000Z');
    const [first] = answer.recipes;
    expect(Object.keys(first ?? {})).toEqual([
      'recipe',
      'score',
      'components',
      'used',
      'missing',
      'substitutions',
      'rescues',
      'reasons',
    ]);
    expect(first?.used.map(({ name }) => name)).toContain('spinach');
    expect(first?.rescues).toContainEqual({ itemId: expect.any(Number), name: 'spinach', daysLeft: 1 });
    expect(first?.reasons[0]).toMatch(/^Uses (?:spinach|2 things)/);
  });

  it('are made once for every limit, and anew when the pantry changes', async () => {
    await buy('rice', 500, 'g');
    expect((await recommend()).source).toBe('computed');
    expect(await recommend({ limit: 3 })).toMatchObject({ source: 'cache', degraded: false });

    await buy('eggs', 6, 'piece');
    const { source, recipes } = await recommend();
    expect(source).toBe('computed');
    expect(recipes.flatMap(({ used }) => used.map(({ name }) => name))).toContain('eggs');
  });

  it('are kept apart by occasion under the keys that operators know', async () => {
    const answers = await Promise.all(recipeContexts.map((context) => recommend({ context })));
    expect(answers.every(({ source }) => source === 'computed')).toBe(true);
    expect(recipesRegion.keyFor({ userId: 123, context: 'use-it-up' })).toBe('recipes:123:use-it-up');
    for (const { context, recipes } of answers) {
      expect(recipes.every(({ recipe }) => recipe.contexts.includes(context))).toBe(true);
    }
  });

  it('leave out what misses more, or takes longer, than is asked for', async () => {
    await buy('eggs', 12, 'piece');
    await buy('butter', 500, 'g');
    await buy('spinach', 500, 'g');
    const { recipes } = await recommend({ maxMissing: 4, maxMinutes: 20 });
    expect(recipes.length).toBeGreaterThan(0);
    expect(recipes.every(({ missing, recipe }) => missing.length <= 4 && (recipe.totalMinutes ?? 999) <= 20)).toBe(
      true,
    );
    expect((await recommend()).recipes.some(({ missing }) => missing.length > 4)).toBe(true);
    expect((await recommend({ limit: 1 })).recipes).toHaveLength(1);
  });

  it('keep to the longest time that the preferences name, unless the question names another', async () => {
    await prefer({ maxMinutes: 15 });
    const longest = ({ recipes }: RecommendationsView) =>
      Math.max(...recipes.map(({ recipe }) => recipe.totalMinutes ?? Infinity));
    expect(longest(await recommend())).toBeLessThanOrEqual(15);
    expect(longest(await recommend({ maxMinutes: 90 }))).toBeGreaterThan(15);
  });

  it('never show an allergen or a broken diet, also right after it was declared', async () => {
    await buy('eggs', 12, 'piece', '2026-06-15');
    await recommend();
    await prefer({ allergens: ['eggs'], diets: ['vegetarian'], likedIngredients: ['egg'] });
    const { recipes, source } = await recommend();
    expect(source).toBe('computed');
    expect(recipes.length).toBeGreaterThan(10);
    for (const { recipe, used } of recipes) {
      expect([...recipe.allergens.contains, ...recipe.allergens.mayContain]).not.toContain('eggs');
      expect(recipe.allergens.unknown).toBe(false);
      expect(recipe.diets).toContain('vegetarian');
      expect(used.map(({ name }) => name)).not.toContain('eggs');
    }
  });

  it('count days anew after the midnight of where the user lives', async () => {
    app.clock.setWall('2026-06-15T21:30:00Z');
    await prefer({ timeZone: 'Europe/Berlin' });
    await buy('spinach', 200, 'g', '2026-06-16');
    const daysLeft = async () => {
      const { recipes, source } = await recommend();
      return [source, recipes.flatMap(({ rescues }) => rescues.map(({ daysLeft }) => daysLeft))[0]];
    };
    expect(await daysLeft()).toEqual(['computed', 1]);
    expect(await daysLeft()).toEqual(['cache', 1]);
    app.clock.advance(hours(1));
    expect(await daysLeft()).toEqual(['computed', 0]);
  });
});

describe('what was done with recipes', () => {
  const titles = ({ recipes }: RecommendationsView) => recipes.map(({ recipe }) => recipe.id);

  it('counts from the next answer on', async () => {
    const [first] = (await recommend()).recipes;
    const recipeId = first?.recipe.id;
    expect((await act({ recipeId, kind: 'cooked' })).statusCode).toBe(202);
    const after = await recommend();
    const same = after.recipes.find(({ recipe }) => recipe.id === recipeId);
    expect(after.source).toBe('computed');
    expect(same?.components.novelty ?? 0).toBeLessThan(0.5);
    expect(titles(after)[0]).not.toBe(recipeId);
  });

  it('teaches tastes, of what is like it too', async () => {
    const italian = ({ recipes }: RecommendationsView) => recipes.filter(({ recipe }) => recipe.cuisine === 'italian');
    const rated = italian(await recommend())
      .slice(0, 3)
      .map(({ recipe }) => recipe.id);
    for (const recipeId of rated) await act({ recipeId, kind: 'rated', rating: 5 });

    const others = italian(await recommend()).filter(({ recipe }) => !rated.includes(recipe.id));
    expect(others.length).toBeGreaterThan(0);
    for (const { components } of others) expect(components.preference).toBeGreaterThan(0.5);
  });

  it('is refused when it cannot be so', async () => {
    const bodies = [
      { recipeId: 1, kind: 'eaten' },
      { recipeId: 1, kind: 'rated' },
      { recipeId: 1, kind: 'rated', rating: 6 },
      { recipeId: 1, kind: 'rated', rating: 2.5 },
      { recipeId: 1, kind: 'rated', rating: null },
      { recipeId: 1, kind: 'cooked', rating: 5 },
      { recipeId: '1', kind: 'cooked' },
      { recipeId: 1, kind: 'cooked', userId: 2 },
      { kind: 'cooked' },
    ];
    for (const body of bodies) expect([body, (await act(body)).statusCode]).toEqual([body, 400]);
    expect((await act({ recipeId: 2_000_000_000, kind: 'viewed' })).statusCode).toBe(404);
    const other = await app.person();
    const theirs = await send('POST', `/preferences/${ann.id}/interactions`, { recipeId: 1, kind: 'viewed' }, other);
    expect(theirs.statusCode).toBe(403);
  });

  it('of a user who is not there is a 404 for admins', async () => {
    const admin = await app.person('admin');
    const noted = await send('POST', '/preferences/2000000000/interactions', { recipeId: 1, kind: 'viewed' }, admin);
    expect(noted.statusCode).toBe(404);
    const asked = await app.inject({ method: 'GET', url: '/recommendations/2000000000', headers: admin.headers });
    expect(asked.statusCode).toBe(404);
  });
});

describe('when something is away', () => {
  const hidden = { allergens: ['milk'], diets: ['vegan'] };

  it('the last good ranking is served, and says that it is old', async () => {
    const made = await recommend();
    pantryIsAway();
    app.clock.advance(hours(4));
    expect(await recommend()).toMatchObject({ source: 'stale', degraded: true, generatedAt: made.generatedAt });
  });

  it('without any ranking what others like is served, hard filters and all', async () => {
    await prefer(hidden);
    pantryIsAway();
    const { source, degraded, recipes } = await recommend({ context: 'dinner', maxMissing: 0 });
    expect({ source, degraded }).toEqual({ source: 'popular', degraded: true });
    expect(recipes.length).toBeGreaterThan(3);
    for (const { recipe } of recipes) {
      expect([...recipe.allergens.contains, ...recipe.allergens.mayContain]).not.toContain('milk');
      expect(recipe.allergens.unknown).toBe(false);
      expect(recipe.diets).toContain('vegan');
      expect(recipe.contexts).toContain('dinner');
    }
  });

  it('popular recipes come from the cache also while the catalogue cannot be read', async () => {
    await recommend();
    await prefer({ diets: ['vegan'] });
    await app.nest.get(RecipesService).popular(200);
    jest.spyOn(app.nest.get(RecipesRepository), 'all').mockImplementation(away);
    jest.spyOn(app.nest.get(RecipesRepository), 'popularSince').mockImplementation(away);
    pantryIsAway();
    expect((await recommend()).recipes.length).toBeGreaterThan(0);
  });

  it('nothing is proposed to somebody whose allergens cannot be read', async () => {
    preferencesAreAway();
    const answer = await ask('');
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ type: 'urn:prepsense:unavailable' });
    expect(answer.body).not.toMatch(/ECONN|connect/);
  });

  it('what comes from elsewhere in another shape is no ranking', () => {
    const { accepts } = { accepts: (value: unknown) => recipesRegion.accepts(value) };
    const good = { recipes: [], maxMinutes: null, timeZone: 'UTC', generatedAt: NOON, goodUntil: 1 };
    expect(accepts(good)).toBe(true);
    for (const bad of [null, [], {}, { ...good, recipes: [{}] }, { ...good, goodUntil: 'later' }]) {
      expect(accepts(bad)).toBe(false);
    }
  });
});

describe('the question', () => {
  it('is refused when it is none, and told which occasions there are', async () => {
    const queries = [
      'context=brunch',
      'context=any&context=lunch',
      'limit=0',
      'limit=51',
      'limit=1.5',
      'maxMissing=-1',
      'maxMissing=21',
      'maxMinutes=0',
      'limit=x',
      'cb=1',
    ];
    for (const query of queries) expect([query, (await ask(`?${query}`)).statusCode]).toEqual([query, 400]);
    const { errors } = (await ask('?context=brunch')).json<{ errors: { detail: string }[] }>();
    for (const context of recipeContexts) expect(errors[0]?.detail).toContain(context);
  });

  it('by somebody else is forbidden', async () => {
    expect((await ask('', await app.person())).statusCode).toBe(403);
    expect((await ask('', await app.person('admin'))).statusCode).toBe(200);
  });

  it('finds the ranking ready after a warm-up', async () => {
    await app.nest.get(RecommendationsService).warm(ann.id, 'lunch');
    expect((await recommend({ context: 'lunch' })).source).toBe('cache');
    expect(app.nest.get(Cache).counts.get('recipes')?.loads).toBeGreaterThan(0);
  });
});
