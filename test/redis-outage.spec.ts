import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Cache } from '#cache';
import { cameBy, Cook, readmeKitchen } from './cook.js';
import { startApp, type Person, type Reply, type TestApp } from './harness/app.js';
import { PostgresServer } from './harness/postgres-server.js';
import { RedisServer } from './harness/redis-server.js';
import { until } from './harness/until.js';
import { RunningClock } from './running-clock.js';

const DINNER = '/recommendations/:me';
const EVERY_PATH = ['/pantry/:me', '/pantry/:me/expiring', '/preferences/:me', DINNER, '/recipes/2', '/ingredients/2'];
const FEW = readmeKitchen.slice(0, 5);
const HEAL_LIMIT_MS = 10_000;

const healthOf = async (app: TestApp) => (await app.get('/health')).body;

const becomes = (app: TestApp, status: 'ok' | 'degraded') =>
  until(`health is ${status}`, async () => (await healthOf(app)).status === status, HEAL_LIMIT_MS);

describe('a Redis that is not there yet', () => {
  let redis: RedisServer;
  let app: TestApp;
  beforeAll(async () => {
    redis = await RedisServer.absent();
    app = await startApp({ redis: redis.url, clock: new RunningClock() });
  });
  afterAll(async () => {
    await app.stop();
    await redis.stop();
  });

  it('keeps nobody from starting and answering, and is used once it comes', async () => {
    const cook = await Cook.with(app, readmeKitchen);
    for (const path of EVERY_PATH) expect([path, (await cook.get(path)).status]).toEqual([path, 200]);
    const { status, checks } = await healthOf(app);
    expect([status, checks.redis.state, checks.database.status]).toEqual(['degraded', 'down', 'up']);
    expect((await app.get('/health/ready')).status).toBe(200);

    await redis.restart();
    await becomes(app, 'ok');
    await cook.change('POST', '/pantry/:me/items', { name: 'feta', quantity: 200, unit: 'g' });
    expect(await cook.shelves()).toContain('feta');
    expect(await redis.cli('exists', `pantry:${cook.id}`)).toBe(1);
  });
});

describe('a Redis that goes', () => {
  let postgres: PostgresServer;
  let redis: RedisServer;
  /** Two instances: what one knows only of itself the other does not. */
  let one: TestApp;
  let two: TestApp;
  let admin: Person;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([PostgresServer.start(), RedisServer.start()]);
    const parts = { redis: redis.url, database: postgres.url, clock: new RunningClock() };
    one = await startApp(parts);
    two = await startApp(parts);
    admin = await one.admin();
  });
  afterAll(async () => {
    await redis.thaw();
    await Promise.all([one.stop(), two.stop()]);
    await Promise.all([postgres.discard(), redis.stop()]);
  });
  beforeEach(async () => {
    await Promise.all([one, two].map((app) => becomes(app, 'ok')));
  });

  const losses: [string, { lose: () => Promise<void>; heal: () => Promise<void> }][] = [
    ['hangs', { lose: () => redis.freeze(), heal: () => redis.thaw() }],
    ['is killed and comes back empty', { lose: () => redis.kill(), heal: () => redis.restart() }],
    ['is stopped and comes back empty', { lose: () => redis.stop(), heal: () => redis.restart() }],
  ];

  /** Fifty requests a second, whether the last ones are answered or not. */
  class Load {
    readonly replies: Promise<Reply>[] = [];
    readonly #answered = new Set<number>();
    #over = false;
    readonly #sending: Promise<void>;

    constructor(private readonly cook: Cook) {
      this.#sending = this.#send();
    }

    /** How many of the first so many still wait. */
    waitingOf(first: number): number {
      return first - [...this.#answered].filter((index) => index < first).length;
    }

    async end(): Promise<Reply[]> {
      this.#over = true;
      await this.#sending;
      return Promise.all(this.replies);
    }

    async #send(): Promise<void> {
      const began = performance.now();
      while (!this.#over) {
        // On a busy machine the pauses come out longer: what is due is sent all the same.
        while (this.replies.length < (performance.now() - began) / 20) this.#ask(this.replies.length);
        await pause(20);
      }
    }

    #ask(index: number): void {
      const path = EVERY_PATH[index % EVERY_PATH.length] as string;
      this.replies.push(this.cook.get(path, { connection: 'close' }).finally(() => this.#answered.add(index)));
    }
  }

  it.each(losses)('and %s fails no request, and keeps none waiting for it', async (_, { lose, heal }) => {
    const cook = await Cook.with(one, readmeKitchen);
    for (const path of EVERY_PATH) await cook.get(path);
    const failures = () => one.nest.get(Cache).far?.failures ?? 0;
    const before = failures();

    const load = new Load(cook);
    await lose();
    await pause(1500);
    const sentInTheFirstHalf = load.replies.length;
    await pause(1500);
    // However busy the machine is: they are answered while it is still away.
    await until('nobody waits for it', () => load.waitingOf(sentInTheFirstHalf) === 0, 20_000);
    await heal();
    const replies = await load.end();

    expect(replies.filter(({ status }) => status !== 200)).toEqual([]);
    expect(replies.length).toBeGreaterThan(140);
    // Three to open the breaker, a probe each half second, and what was under way beside them; all others did not even ask.
    expect(failures() - before).toBeGreaterThan(0);
    expect(failures() - before).toBeLessThan(replies.length / 2);
  });

  it.each(losses)('and %s is told by /health, then that it is back', async (_, { lose, heal }) => {
    await lose();
    await becomes(one, 'degraded');
    const { checks } = await healthOf(one);
    expect([checks.redis.state, checks.redis.status]).toEqual(['down', 'degraded']);
    expect((await one.get('/health/ready')).status).toBe(200);
    const stats = await one.get('/admin/cache/stats', { token: admin.token });
    expect([stats.status, stats.body.tiers.redis.state]).toEqual([200, 'down']);
    await heal();
    await becomes(one, 'ok');
  });

  it.each(losses)('and %s hides no write, while it is away or after', async (_, { lose, heal }) => {
    const cook = await Cook.with(one, readmeKitchen);
    for (const app of [one, two]) for (const path of EVERY_PATH) await cook.at(app).get(path);

    await lose();
    await becomes(one, 'degraded');
    await cook.change('POST', '/pantry/:me/items', { name: 'feta', quantity: 200, unit: 'g' });
    await cook.change('PATCH', '/preferences/:me', { diets: ['vegan'] });
    expect(await cook.shelves()).toContain('feta');
    expect((await cook.get('/preferences/:me')).body.diets).toEqual(['vegan']);
    const dinner = await cook.get(DINNER);
    for (const { recipe } of dinner.body.recipes) expect(recipe.diets).toContain('vegan');

    await heal();
    await Promise.all([one, two].map((app) => becomes(app, 'ok')));
    const told = async (app: TestApp) => {
      const there = cook.at(app);
      const [pantry, preferences, dinner] = [
        await there.shelves(),
        await there.get('/preferences/:me'),
        await there.get(DINNER),
      ];
      const areFor = [preferences.body, ...dinner.body.recipes.map(({ recipe }: { recipe: object }) => recipe)];
      return pantry.includes('feta') && areFor.every(({ diets }: { diets: string[] }) => diets.includes('vegan'));
    };
    expect(await told(one)).toBe(true);
    // The other trusts each thing it holds for a moment more, counted from when that one was last proven.
    await until('the other asks again for each of what it held', () => told(two));
  });

  it('and forgets everything costs loads, not answers', async () => {
    // What it was asked for earlier the other may hold, and trust for a moment more.
    const cache = two.nest.get(Cache);
    await Promise.all([...cache.regions.values()].map((region) => cache.clear(region)));
    const cook = await Cook.with(one, readmeKitchen);
    const before = await Promise.all(EVERY_PATH.map((path) => cook.get(path)));
    await redis.cli('flushall');
    for (const [index, path] of EVERY_PATH.entries()) {
      const reply = await cook.at(two).get(path);
      expect([path, reply.status, cameBy(reply)]).toEqual([path, 200, 'miss']);
      if (path !== DINNER) expect(reply.bytes).toEqual(before[index]?.bytes);
      await until('it is kept again', async () => cameBy(await cook.get(path)) !== 'miss');
    }
  });

  describe('and is full of rubbish', () => {
    const spoilings: [string, (key: string, foreign: string) => Promise<unknown>][] = [
      ['text', (key) => redis.cli('set', key, 'rubbish')],
      ['half an entry', async (key) => redis.cli('setrange', key, '40', '~~~~')],
      ['another JSON', (key) => redis.cli('set', key, '{"items":[],"userId":1}')],
      ['nothing', (key) => redis.cli('set', key, '')],
      ['a list', async (key) => (await redis.cli('del', key), redis.cli('rpush', key, 'a', 'b'))],
      ['what is somebody else’s', (key, foreign) => redis.cli('copy', foreign, key, 'replace')],
      ['bytes', (key) => redis.cli('set', key, Buffer.from([0xff, 0xfe, 0, 1, 2]))],
    ];

    it.each(spoilings)('answers rightly over %s, and mends it', async (_, spoil) => {
      const [cook, other] = [await Cook.with(one, FEW), await Cook.with(one, readmeKitchen.slice(5, 9))];
      const paths = ['/pantry/:me', '/preferences/:me', DINNER];
      for (const path of paths) {
        await cook.get(path);
        await other.get(path);
      }
      const keys = ({ id }: Cook) => [
        ...['pantry', 'pantry.answer', 'preferences', 'preferences.answer'].map((region) => `${region}:${id}`),
        `recipes:${id}:any`,
        `recommendations.answer:${id}:any:10:2:~undefined`,
      ];
      const foreign = keys(other);
      for (const [index, key] of keys(cook).entries()) {
        expect([key, await redis.cli('exists', key)]).toEqual([key, 1]);
        await spoil(key, foreign[index] as string);
      }

      for (const path of paths) {
        const reply = await cook.at(two).get(path);
        expect([path, reply.status, reply.body.userId]).toEqual([path, 200, cook.id]);
      }
      expect(await cook.at(two).shelves()).toEqual(FEW.map(({ name }) => name));
      for (const key of keys(cook)) expect(String(await redis.cli('get', key))).toContain(`"key":"${key}"`);
    });
  });

  describe('as its operators know it', () => {
    const keysOf = ({ id }: Cook) => [`pantry:${id}`, `preferences:${id}`, `recipes:${id}:any`, `recipes:${id}:quick`];
    const areThere = async (keys: readonly string[]) =>
      Promise.all(keys.map(async (key) => (await redis.cli('exists', key)) === 1));

    async function read(): Promise<Cook> {
      const cook = await Cook.with(one, FEW);
      for (const path of [...EVERY_PATH, `${DINNER}?context=quick`]) await cook.get(path);
      return cook;
    }

    it('shows what is held under the names in their notes, to be read with the eye', async () => {
      const cook = await read();
      expect(await areThere(keysOf(cook))).toEqual([true, true, true, true]);
      const pantry = JSON.parse(String(await redis.cli('get', `pantry:${cook.id}`)));
      expect(pantry).toMatchObject({ region: 'pantry', key: `pantry:${cook.id}`, freshMs: 3_600_000 });
      expect(pantry.value.items.map(({ name }: { name: string }) => name)).toEqual(FEW.map(({ name }) => name));
      const preferences = JSON.parse(String(await redis.cli('get', `preferences:${cook.id}`)));
      expect(preferences).toMatchObject({ region: 'preferences', freshMs: 86_400_000, value: { userId: cook.id } });
      // A ranking is large: its value may stand compressed behind the line that says what it is.
      const [head] = String(await redis.cli('get', `recipes:${cook.id}:any`)).split('\n');
      expect(head).toContain(`"region":"recipes","version":1,"key":"recipes:${cook.id}:any"`);
    });

    it.each([
      ['a change of the pantry', [false, true, false, false], '/pantry/:me/items', 'POST', { ...FEW[0] }],
      ['a change of preferences', [true, false, false, false], '/preferences/:me', 'PATCH', { householdSize: 4 }],
      ['emptying', [false, false, false, false], '/cache/invalidate/user/:me', 'POST', {}],
      [
        'emptying one kind',
        [true, true, false, false],
        '/cache/invalidate/user/:me',
        'POST',
        { cacheTypes: ['recipes'] },
      ],
    ])('%s takes away at once what it makes wrong', async (_, left, path, method, body) => {
      const cook = await read();
      await cook.change(method, path, body);
      const [pantry, preferences, ...rankings] = await areThere(keysOf(cook));
      // A change reads the preferences for its day, so that they may stand there again; the old ones don't.
      expect([pantry, preferences, ...rankings]).toEqual(left);
    });

    it('was never asked for its keys by a pattern', async () => {
      const stats = String(await redis.cli('info', 'commandstats'));
      expect(stats).toContain('cmdstat_mget');
      expect(stats).not.toMatch(/cmdstat_(keys|scan|smembers)\b/);
    });
  });
});
