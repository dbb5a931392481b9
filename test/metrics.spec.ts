import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { Cache, cacheMetrics, defineRegion, defineTag, hours, minutes } from '#cache';
import { SharedStore, StoreTier, TestClock } from '#cache/testing';
import { familiesIn } from './exposition.js';
import { startApp, type TestApp } from './harness/app.js';
import { expectProblem } from './problems.js';

const shelfTag = defineTag<[id: number]>('shelf');

function aRegion(name: string) {
  return defineRegion<number, string>({
    name,
    version: 1,
    freshFor: hours(1),
    staleFor: minutes(10),
    key: (id) => [id],
    tags: (id) => [shelfTag(id)],
  });
}

async function told(cache: Cache) {
  const registry = new Registry();
  cacheMetrics(cache, registry);
  const families = familiesIn(await registry.metrics());
  const value = (name: string, labels: Record<string, string | number> = {}) =>
    [...families.values()]
      .flatMap(({ samples }) => samples)
      .find(
        (sample) => sample.name === name && Object.entries(labels).every(([label, is]) => sample.labels[label] === is),
      )?.value;
  return { families, value };
}

describe('the metrics of a cache', () => {
  it('say what happened to each region', async () => {
    const clock = new TestClock();
    const cache = new Cache({ clock });
    const region = aRegion('shelves');
    const read = (id: number) => cache.read(region, id, async () => 'full');
    for (const id of [1, 1, 1, 2]) await read(id);
    await cache.invalidate(shelfTag(1));
    await read(1);
    clock.advance(minutes(65));
    await cache.peek(region, 2);

    const { value } = await told(cache);
    const of = (name: string, labels = {}) => value(`cache_${name}`, { region: 'shelves', ...labels });
    expect(of('hits_total', { tier: 'memory' })).toBe(2);
    expect(of('stale_hits_total')).toBe(1);
    expect([of('misses_total'), of('loads_total'), of('invalidations_total')]).toEqual([3, 3, 1]);
    expect([of('missed_total', { cause: 'first' }), of('missed_total', { cause: 'invalidated' })]).toEqual([2, 1]);
    expect(of('entries')).toBe(2);
    expect(of('load_duration_seconds_count')).toBe(3);
    expect(value('cache_far_up')).toBeUndefined();
  });

  it('say how the far tier is, and what went wrong with it', async () => {
    const far = new StoreTier(new SharedStore());
    const cache = new Cache({ clock: new TestClock(), far });
    expect((await told(cache)).value('cache_far_up', { tier: 'redis' })).toBe(1);

    far.fault = 'refuses';
    const shelves = aRegion('shelves');
    for (let id = 0; id < 3; id += 1) await cache.read(shelves, id, async () => 'book');
    await cache.invalidate(shelfTag(1));
    const { value } = await told(cache);
    expect(value('cache_far_up', { tier: 'redis' })).toBe(0);
    expect(value('cache_far_failures_total', { kind: 'connection' })).toBe(4);
    expect(value('cache_far_owed', { tier: 'redis' })).toBeGreaterThan(0);
    await cache.close();
  });

  it('are in seconds, and their buckets hold what took as long', async () => {
    const cache = new Cache();
    cache.register(aRegion('shelves'));
    const times = cache.counts.get('shelves')?.loadTimes;
    for (const ms of [0.5, 2, 2, 1e9]) times?.record(ms);

    const { families, value } = await told(cache);
    const buckets = families.get('cache_load_duration_seconds')?.samples.filter(({ labels }) => 'le' in labels) ?? [];
    for (const { labels, value } of buckets)
      expect([labels.le, value]).toEqual([
        labels.le,
        labels.le === '+Inf' ? 4 : [0.0005, 0.002, 0.002].filter((seconds) => seconds <= Number(labels.le)).length,
      ]);
    expect(value('cache_load_duration_seconds_sum')).toBeCloseTo(1e6 + 0.0045);
  });

  it('sum up what goes beyond a hundred regions, also where one is called so', async () => {
    const cache = new Cache();
    const names = ['other', ...Array.from({ length: 149 }, (_, at) => `region-${at}`)];
    for (const name of names) await cache.read(aRegion(name), 1, async () => 'x');

    const { families, value } = await told(cache);
    const labels = families.get('cache_misses_total')?.samples.map(({ labels: { region } }) => region) ?? [];
    expect(labels).toHaveLength(100);
    expect(value('cache_misses_total', { region: 'other' })).toBe(51);
    expect(value('cache_load_duration_seconds_count', { region: 'other' })).toBe(51);
  });

  it('never name a key, and grow by regions alone', async () => {
    const cache = new Cache();
    const region = aRegion('shelves');
    const lines = async () => [...(await told(cache)).families.values()].flatMap(({ samples }) => samples).length;
    await cache.read(region, 7001, async () => 'x');
    const before = await lines();
    for (let id = 7000; id < 7200; id += 1) await cache.read(region, id, async () => 'x');
    expect(await lines()).toBe(before);
    const registry = new Registry();
    cacheMetrics(cache, registry);
    expect(await registry.metrics()).not.toContain('7001');
  });

  it('stand beside those of a second cache under another name, and survive a reset', async () => {
    const registry = new Registry();
    cacheMetrics(new Cache(), registry);
    cacheMetrics(new Cache(), registry, 'sessions');
    registry.resetMetrics();
    const names = [...familiesIn(await registry.metrics()).keys()];
    expect(names).toEqual(expect.arrayContaining(['cache_loads_total', 'sessions_loads_total']));
  });
});

describe('GET /metrics', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('tells of the cache and of the process, in the format that Prometheus reads', async () => {
    await app.get('/recipes/1');
    const { status, headers, body } = await app.get('/metrics');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(headers['cache-control']).toBe('no-store');
    const families = familiesIn(body);
    expect([...families.keys()]).toEqual(
      expect.arrayContaining(['cache_misses_total', 'process_resident_memory_bytes']),
    );
    expect(families.get('cache_misses_total')?.samples).toContainEqual(
      expect.objectContaining({ labels: { region: 'recipe.answer' } }),
    );
  });

  it('without a token is for this machine alone, also behind a proxy on it', async () => {
    for (const name of ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'])
      expectProblem(await app.get('/metrics', { headers: { [name]: 'somebody' } }), 401);
  });

  it('with a token set wants it, from everybody', async () => {
    const token = 'the token of the scraper'.replaceAll(' ', '-');
    const guarded = await startApp({ settings: { METRICS_TOKEN: token } });
    expect((await guarded.get('/metrics', { token })).status).toBe(200);
    for (const wrong of [undefined, `${token}x`, token.slice(1), (await guarded.admin()).token])
      expectProblem(await guarded.get('/metrics', { token: wrong }), 401);
    await guarded.stop();
  });
});

describe('the reader of metrics', () => {
  const head = '# HELP a_total A.\n# TYPE a_total counter\n';
  const bucket = (le: string, count: number) => `a_bucket{le="${le}"} ${count}\n`;
  const histogram = (...lines: string[]) => `# HELP a A.\n# TYPE a histogram\n${lines.join('')}`;
  const ends = 'a_sum 1\na_count 2\n';

  it('takes what is right', () => {
    expect(familiesIn(`${head}a_total{b="x\\"y",c="2"} 1\na_total 2e3\n`).get('a_total')?.samples).toHaveLength(2);
    expect(familiesIn(histogram(bucket('0.1', 1), bucket('+Inf', 2), ends)).size).toBe(1);
  });

  it.each([
    ['no end', 'does not end', `${head}a_total 1`],
    ['HELP twice', 'said twice', `# HELP a_total A.\n${head}a_total 1\n`],
    ['no TYPE', 'is missing', '# HELP a_total A.\na_total 1\n'],
    ['TYPE after samples', 'samples before', '# HELP a_total A.\na_total 1\n# TYPE a_total counter\n'],
    ['a family in two places', 'two places', `${head}a_total 1\n# HELP b B.\n# TYPE b gauge\nb 1\na_total{c="1"} 1\n`],
    ['a series twice', 'stands there twice', `${head}a_total{b="1",c="2"} 1\na_total{c="2",b="1"} 1\n`],
    ['a label twice', 'bad labels', `${head}a_total{b="1",b="2"} 1\n`],
    ['an unescaped label', 'bad labels', `${head}a_total{b="1"2"} 1\n`],
    ['no number', 'no sample', `${head}a_total x\n`],
    ['a negative count', 'no count', `${head}a_total -1\n`],
    ['a counter of another name', 'end in _total', '# HELP a A.\n# TYPE a counter\na 1\n'],
    ['buckets that fall', 'no histogram', histogram(bucket('0.1', 3), bucket('+Inf', 2), ends)],
    ['bounds out of order', 'no histogram', histogram(bucket('2', 1), bucket('1', 1), bucket('+Inf', 2), ends)],
    ['no +Inf', 'no histogram', histogram(bucket('0.1', 2), ends)],
    ['+Inf that is not the count', 'no histogram', histogram(bucket('0.1', 1), bucket('+Inf', 3), ends)],
    ['no sum', 'no histogram', histogram(bucket('+Inf', 2), 'a_count 2\n')],
  ])('refuses %s', (_, why, text) => {
    expect(() => familiesIn(text)).toThrow(why);
  });
});
