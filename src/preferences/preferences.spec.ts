import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eq } from 'drizzle-orm';
import { minutes } from '#cache';
import { RoomApp, type Person } from '../../test/room-app.js';
import { isCuisineScores } from './cuisine-scores.js';
import { PreferencesModule } from './preferences.module.js';
import { PreferencesService } from './preferences.service.js';
import { interactions, preferences } from './preferences.tables.js';

let app: RoomApp;
let ann: Person;

beforeAll(async () => {
  app = await RoomApp.start({ imports: [PreferencesModule] });
});
afterAll(() => app.close());
beforeEach(async () => {
  ann = await app.person();
});

type Method = 'GET' | 'PUT' | 'PATCH';
const ask = (method: Method, payload?: object | string, headers: Record<string, string> = {}, person = ann) =>
  app.inject({
    method,
    url: `/preferences/${ann.id}`,
    headers: {
      authorization: `Bearer ${app.tokenFor(person.id)}`,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    payload,
  });

const plain = {
  diets: [],
  allergens: [],
  dislikedIngredients: [],
  likedIngredients: [],
  cuisines: {},
  maxMinutes: null,
  householdSize: 2,
  nutritionGoals: {},
  timeZone: 'UTC',
  learned: { cuisines: {}, ingredients: {}, minutes: null, confidence: 0, samples: 0 },
  version: 0,
};

const everything = {
  diets: ['vegan', 'gluten-free'],
  allergens: ['nuts'],
  dislikedIngredients: ['coriander'],
  likedIngredients: ['leek'],
  cuisines: { italian: 0.8, thai: 0 },
  maxMinutes: 45,
  householdSize: 4,
  nutritionGoals: { kcal: 2000, fibre: 30.5 },
  timeZone: 'Europe/Berlin',
};

describe('preferences', () => {
  it('are plain for somebody who never set any', async () => {
    const answer = await ask('GET');
    expect(answer.json()).toEqual({ ...plain, userId: ann.id, lastUpdated: '2026-06-15T12:00:00.000Z' });
  });

  it('are given back as they were set, and answered as GET answers them', async () => {
    const put = await ask('PUT', everything);
    expect(put.json()).toMatchObject({ ...everything, version: 1 });
    expect((await ask('GET')).body).toBe(put.body);
    const fresh = { method: 'GET', url: `/preferences/fresh?userId=${ann.id}`, headers: ann.headers } as const;
    expect((await app.inject(fresh)).body).toBe(put.body);
  });

  it('change where PATCH says so, and go back to the defaults where PUT says nothing', async () => {
    await ask('PUT', everything);
    app.clock.advance(minutes(1));
    const patched = (await ask('PATCH', { maxMinutes: null, cuisines: { greek: 1 }, diets: [] })).json();
    expect(patched).toMatchObject({
      ...everything,
      maxMinutes: null,
      cuisines: { greek: 1 },
      diets: [],
      version: 2,
    });
    expect(patched.lastUpdated).toBe(new Date(app.clock.now()).toISOString());

    const put = (await ask('PUT', { householdSize: 3 })).json();
    expect(put).toMatchObject({ ...plain, householdSize: 3, version: 3 });
  });

  it('are kept in one spelling, each once', async () => {
    const put = await ask('PUT', {
      diets: ['vegan', 'vegan'],
      likedIngredients: [' Leek', 'leek ', 'LEEK'],
      cuisines: { ' Italian ': 0.5 },
    });
    expect(put.json()).toMatchObject({ diets: ['vegan'], likedIngredients: ['leek'], cuisines: { italian: 0.5 } });
  });

  it('refuse what makes no sense, and name the set', async () => {
    const wrong: (object | string)[] = [
      { diets: ['carnivore'] },
      { allergens: ['gluten', 'dust'] },
      { diets: null },
      { diets: 'vegan' },
      { diets: [['vegan']] },
      { likedIngredients: [''] },
      { likedIngredients: ['x'.repeat(101)] },
      { likedIngredients: Array.from({ length: 101 }, (_, i) => `food ${i}`) },
      { likedIngredients: [1] },
      { dislikedIngredients: ['nul\u0000'] },
      { cuisines: { italian: 1.1 } },
      { cuisines: { italian: '1' } },
      { cuisines: { italian: null } },
      { cuisines: { 'half \ud800': 1 } },
      { cuisines: [] },
      { cuisines: null },
      { maxMinutes: 0 },
      { maxMinutes: 1441 },
      { maxMinutes: '30' },
      { maxMinutes: 1.5 },
      { householdSize: 31 },
      { householdSize: null },
      { nutritionGoals: { kcal: 0 } },
      { nutritionGoals: { kcal: '1' } },
      { nutritionGoals: { kcal: null } },
      { nutritionGoals: { salt: 1 } },
      { nutritionGoals: [] },
      { nutritionGoals: null },
      '{"nutritionGoals":{"kcal":1e999}}',
      '{"cuisines":{"__proto__":1}}',
      '{"cuisines":{"a":{"b":{}}}}',
      { timeZone: 'Mars/Olympus' },
      { timeZone: null },
      { userId: 1 },
      { version: 7 },
      { learned: {} },
      '[]',
      '[{}]',
      '"vegan"',
      '5',
    ];
    for (const payload of wrong) {
      for (const method of ['PUT', 'PATCH'] as const) {
        expect([payload, method, (await ask(method, payload)).statusCode]).toEqual([payload, method, 400]);
      }
    }
    expect((await ask('GET')).json().version).toBe(0);
    expect((await ask('PATCH', { diets: ['carnivore'] })).json().errors[0].detail).toContain('pescatarian');
  });

  it('are their own user’s', async () => {
    const bob = await app.person();
    expect((await ask('PUT', everything, {}, bob)).statusCode).toBe(403);
    const admin = await app.person('admin');
    expect((await ask('PUT', everything, {}, admin)).json().version).toBe(1);
    const nobody = { method: 'PUT', url: '/preferences/2147483647', headers: admin.headers, payload: {} } as const;
    expect((await app.inject(nobody)).statusCode).toBe(404);
  });
});

describe('If-Match', () => {
  it('lets a change through for the state that GET and the last change named', async () => {
    const first = await ask('PUT', everything, { 'if-match': '*' });
    const second = await ask('PATCH', { householdSize: 5 }, { 'if-match': String(first.headers.etag) });
    expect(second.json().version).toBe(2);
    const stale = await ask('PATCH', { householdSize: 6 }, { 'if-match': String(first.headers.etag) });
    expect([stale.statusCode, stale.json().type]).toEqual([412, 'urn:prepsense:precondition-failed']);
    expect((await ask('GET')).body).toBe(second.body);
    expect((await ask('PATCH', {}, { 'if-match': `W/${second.headers.etag}` })).statusCode).toBe(412);
    expect((await ask('PATCH', {}, { 'if-match': 'nonsense' })).statusCode).toBe(400);
  });

  it('lets one of fifty writers win', async () => {
    const { etag } = (await ask('PUT', everything)).headers;
    const writers = Array.from({ length: 50 }, (_, index) =>
      ask('PATCH', { maxMinutes: index + 1 }, { 'if-match': String(etag) }),
    );
    const statuses = (await Promise.all(writers)).map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(49);
    expect((await ask('GET')).json().version).toBe(2);
  });

  it('loses no update of eight who read, change and try again', async () => {
    await ask('PUT', { maxMinutes: 1 });
    const wanted = Number(process.env.UPDATES ?? 40);
    let updates = 0;
    const client = async () => {
      while (updates < wanted) {
        const read = await ask('GET');
        const { maxMinutes } = read.json();
        const write = await ask('PATCH', { maxMinutes: maxMinutes + 1 }, { 'if-match': String(read.headers.etag) });
        if (write.statusCode === 200) updates += 1;
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    expect(updates).toBeGreaterThanOrEqual(wanted);
    expect((await ask('GET')).json().maxMinutes).toBe(1 + updates);
  });
});

describe('acts', () => {
  const soup = { recipeId: 7, cuisine: 'thai', ingredientIds: [1, 2], totalMinutes: 20 };

  it('show in what was learned at once, without a new version', async () => {
    const service = app.nest.get(PreferencesService);
    const before = await ask('PUT', { timeZone: 'Asia/Tokyo' });
    app.clock.advance(minutes(1));
    await service.learnFrom(ann.id, { ...soup, kind: 'cooked' });
    await service.learnFrom(ann.id, { ...soup, kind: 'rated', rating: 5 });

    const view = (await ask('GET')).json();
    expect(view.learned).toMatchObject({ cuisines: { thai: 0.6667 }, minutes: 20, samples: 2 });
    expect([view.version, view.lastUpdated]).toEqual([1, new Date(app.clock.now()).toISOString()]);
    expect(await service.timeZoneOf(ann.id)).toBe('Asia/Tokyo');
    expect((await service.recentInteractions(ann.id)).map(({ kind }) => kind)).toEqual(['rated', 'cooked']);
    expect((await ask('PATCH', {}, { 'if-match': String(before.headers.etag) })).statusCode).toBe(412);
  });

  it('go with their user, and are in the export before', async () => {
    await ask('PUT', everything);
    await app.nest.get(PreferencesService).learnFrom(ann.id, { ...soup, kind: 'saved' });
    const headers = { authorization: `Bearer ${app.tokenFor(ann.id)}` };
    const exported = await app.inject({ method: 'GET', url: `/users/${ann.id}/export`, headers });
    expect(exported.json().preferences).toMatchObject({ stated: everything, interactions: [{ kind: 'saved' }] });

    await app.inject({ method: 'DELETE', url: `/users/${ann.id}`, headers });
    expect(await app.db.select().from(preferences).where(eq(preferences.userId, ann.id))).toEqual([]);
    expect(await app.db.select().from(interactions).where(eq(interactions.userId, ann.id))).toEqual([]);
    await expect(app.nest.get(PreferencesService).of(ann.id)).rejects.toThrow('does not exist');
    const late = app.nest.get(PreferencesService).learnFrom(ann.id, { ...soup, kind: 'saved' });
    await expect(late).rejects.toThrow('does not exist');
  });
});

describe('cuisine scores', () => {
  it('are at most fifty, with names that are no trap', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`c${i}`, 1]));
    expect([many(50), {}, { 'ö-x': 0 }].every(isCuisineScores)).toBe(true);
    const traps = [many(51), { '': 1 }, { ' ': 1 }, { Constructor: 1 }, JSON.parse('{"__proto__":1}'), { a: NaN }];
    expect(traps.some(isCuisineScores)).toBe(false);
  });
});
