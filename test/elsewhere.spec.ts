import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { hours, minutes, seconds } from '#cache';
import { startApp, type Person, type TestApp } from './harness/app.js';
import { answers, faults, OutsideServer } from './harness/outside-server.js';

const PHO = { id: 9_000_001, title: 'Zqxpho', image: 'https://img.example/9.jpg' };

let server: OutsideServer;
let app: TestApp;
let ann: Person;
let words = 0;
/** Of which no recipe of ours has heard; another one for each test. */
let word: string;

beforeAll(async () => {
  server = await OutsideServer.start();
  app = await startApp({ settings: { SPOONACULAR_BASE_URL: server.url, SPOONACULAR_API_KEY: 'key-1' } });
});
afterAll(async () => {
  await app.stop();
  await server.stop();
});
beforeEach(async () => {
  ann = await app.user();
  words += 1;
  word = `zqxphoo${'abcdefghijklmnopqrstuvw'[words]}kk`;
  server.manner = answers(200, { results: [{ ...PHO, summary: 'text of theirs' }] });
  server.asked.length = 0;
  app.clock.advance(minutes(1));
});

const search = (person: Person, query: string) =>
  app.get(`/recipes/search?${query}&userId=${person.id}`, { token: app.tokenFor(person) });

describe('a search that finds nothing here', () => {
  it('tells what there is elsewhere, beside its own list, to who is signed in', async () => {
    const { status, body, headers } = await search(ann, `query=${word}`);
    expect(status).toBe(200);
    expect(body).toEqual({
      items: [],
      page: 1,
      limit: 20,
      total: 0,
      facets: { cuisines: [], diets: [], maxMinutes: [] },
      elsewhere: { provider: 'spoonacular', recipes: [PHO] },
    });
    expect(headers['cache-control']).toMatch(/^private/);
    expect(headers['cache-status']).not.toMatch(/stored/);
  });

  it('asks once for all who search for the same words within the hour, in any spelling', async () => {
    const bob = await app.user();
    await Promise.all([search(ann, `query=${word}`), search(bob, `query=${word}`)]);
    await search(ann, `query=%20${word.toUpperCase()}`);
    await search(ann, `query=${word}&fresh=true`);
    expect(server.asked).toHaveLength(1);
    app.clock.advance(hours(1));
    await search(ann, `query=${word}`);
    expect(server.asked).toHaveLength(2);
  });

  it('keeps of it id, title and picture address, and nothing else', async () => {
    await search(ann, `query=${word}`);
    const admin = await app.admin();
    const { body } = await app.get(`/admin/cache/entries/elsewhere/elsewhere:${word}`, { token: app.tokenFor(admin) });
    expect(JSON.stringify(body)).toContain(PHO.title);
    expect(JSON.stringify(body)).not.toContain('text of theirs');
    const answered = await app.get('/admin/cache/entries/searches.answer', { token: app.tokenFor(admin) });
    expect(JSON.stringify(answered.body)).not.toContain(word);
  });

  it.each([
    ['a diet', { diets: ['vegan'] }],
    ['an allergen', { allergens: ['fish'] }],
  ])('asks nobody for somebody with %s, also right after it was declared', async (_, wishes) => {
    await search(ann, `query=${word}`);
    await app.request('PATCH', `/preferences/${ann.id}`, { token: app.tokenFor(ann), body: wishes });
    expect((await search(ann, `query=${word}`)).body).not.toHaveProperty('elsewhere');
    expect(server.asked).toHaveLength(1);
  });

  it.each(['&diets=vegan', '&exclude=fish', '&cuisine=thai', '&maxMinutes=30', '&page=2'])(
    'asks nobody where %s is to hold',
    async (filter) => {
      expect((await search(ann, `query=${word}${filter}`)).body).not.toHaveProperty('elsewhere');
      expect(server.asked).toEqual([]);
    },
  );

  it('asks nobody for who is not signed in', async () => {
    expect((await app.get(`/recipes/search?query=${word}`)).body).not.toHaveProperty('elsewhere');
    expect(server.asked).toEqual([]);
  });

  it.each(['answers 500', 'cuts the connection', 'answers garbage'])(
    'is answered without it when the provider %s, and does not ask again at once',
    async (fault) => {
      server.manner = faults[fault] ?? server.manner;
      const reply = await search(ann, `query=${word}`);
      expect(reply.status).toBe(200);
      expect(reply.body).toMatchObject({ items: [], total: 0 });
      expect(reply.body).not.toHaveProperty('elsewhere');
      await search(await app.user(), `query=${word}`);
      expect(server.asked).toHaveLength(1);

      // So that failures of one test are not counted in the next.
      server.manner = answers(200, { results: [PHO] });
      app.clock.advance(seconds(30));
      expect((await search(await app.user(), `query=${word}`)).body).toHaveProperty('elsewhere');
    },
  );
});

describe('a search that finds something here', () => {
  it('asks nobody', async () => {
    expect((await search(ann, 'query=rice')).body).not.toHaveProperty('elsewhere');
    expect(server.asked).toEqual([]);
  });
});
