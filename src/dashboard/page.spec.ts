import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PageDocument, type PageElement } from '../../test/page-document.js';

const FOLDER = resolve('src/dashboard/page');
const HOSTILE = `<img src=x onerror="alert(1)">'"&</td><script>alert(2)</script>`;

interface Chart {
  readonly points: readonly { readonly hitRate: number | null; readonly reads: number; readonly loads: number }[];
  add(at: number, stats: object): void;
  drawn(): PageElement[];
}

/** The page's scripts are no TypeScript: browsers run them as they are. */
interface Scripts {
  readonly regionsOf: (stats: object) => PageElement;
  readonly adviceOf: (advice: object) => PageElement;
  readonly hotKeysOf: (advice: object) => PageElement;
  readonly healthOf: (health: object) => PageElement;
  readonly sinceOf: (stats: object) => PageElement;
  readonly tilesOf: (stats: object, health: object) => PageElement[];
  readonly History: new () => Chart;
  readonly chartOf: (name: string, values: readonly (number | null)[], most?: number) => PageElement;
  readonly bytes: (value: unknown) => string;
  readonly share: (value: unknown) => string;
  readonly milliseconds: (value: unknown) => string;
  readonly lasting: (value: unknown) => string;
}

let scripts: Scripts;
const outside = globalThis as { document?: unknown };
beforeAll(async () => {
  outside.document = new PageDocument(`${FOLDER}/dashboard.html`);
  const names = ['views.js', 'history.js', 'in-words.js'];
  const loaded = await Promise.all(names.map((name) => import(`${FOLDER}/${name}`) as Promise<Partial<Scripts>>));
  scripts = Object.assign({}, ...loaded) as Scripts;
});
afterAll(() => {
  delete outside.document;
});

const figures = (more: object = {}) => ({
  hits: { memory: 3, redis: 2, stale: 1 },
  misses: 4,
  loads: 4,
  loadErrors: 0,
  coalesced: 0,
  refreshes: 0,
  errors: 0,
  hitRate: 0.6,
  latency: { hitP50Ms: 0.012, hitP99Ms: 1.5, loadP50Ms: 12, loadP99Ms: null },
  entries: 1,
  bytes: 2048,
  ttlSeconds: 3600,
  ...more,
});
const textOf = (element: PageElement) => element.texts.join('|');

describe('whatever something is called', () => {
  const shown = (): PageElement[] => [
    scripts.regionsOf({ regions: { [HOSTILE]: figures() } }),
    scripts.adviceOf({
      regions: [
        {
          region: HOSTILE,
          advice: HOSTILE,
          ttlSeconds: 1,
          suggestedTtlSeconds: null,
          hitRate: 0,
          expectedHitRate: null,
          reasons: [HOSTILE],
        },
      ],
    }),
    scripts.hotKeysOf({ hotKeys: [{ region: HOSTILE, key: HOSTILE, share: 0.5, error: 0.1 }] }),
    scripts.healthOf({ checks: { [HOSTILE]: { status: HOSTILE, [HOSTILE]: { [HOSTILE]: HOSTILE } } } }),
    scripts.sinceOf({ instance: HOSTILE, since: HOSTILE }),
    scripts.chartOf(HOSTILE, [1, 2]),
  ];

  it('is shown as a text, whole, and never becomes an element or an attribute that does something', () => {
    for (const one of shown()) {
      expect(textOf(one)).toContain('<img src=x');
      for (const { name, attributes } of one.elements) {
        expect([
          'table',
          'thead',
          'tbody',
          'tr',
          'th',
          'td',
          'span',
          'figure',
          'figcaption',
          'svg',
          'polyline',
        ]).toContain(name);
        const names = ['class', 'viewBox', 'role', 'aria-label', 'points'];
        expect(Object.keys(attributes).filter((attribute) => !names.includes(attribute))).toEqual([]);
      }
    }
  });

  it('goes through nothing that reads markup or runs a text: the page has no such way', () => {
    const sinks =
      /innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|DOMParser|srcdoc|createContextualFragment|javascript:|\bon[a-z]+=|localStorage|sessionStorage|\.cookie/i;
    const files = readdirSync(FOLDER);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files)
      expect([file, sinks.exec(readFileSync(`${FOLDER}/${file}`, 'utf8'))]).toEqual([file, null]);
  });

  it('the page itself holds neither script nor style of its own, nor anything from elsewhere', () => {
    const html = readFileSync(`${FOLDER}/dashboard.html`, 'utf8');
    expect(html).not.toMatch(/<style|\bstyle=|<script(?![^>]*src="\/dashboard\/)[^>]*>|https?:/);
  });
});

describe('the table of regions', () => {
  it('has those that are read most first, and no rate where nobody read', () => {
    const idle = figures({ hits: { memory: 0, redis: 0, stale: 0 }, misses: 0, hitRate: 0 });
    const text = textOf(scripts.regionsOf({ regions: { idle, busy: figures() } }));
    expect(text.indexOf('busy')).toBeLessThan(text.indexOf('idle'));
    expect(text).toContain('busy|10|60.0 %|3|2|1|4|4|0|0|0|0.01 ms|1.50 ms|12 ms|–|1|2.0 KiB|60.0 min');
    expect(text).toContain('idle|0|–|');
  });
});

describe('the table of advice', () => {
  it('has first what there is something to do about, and says it in words', () => {
    const about = { ttlSeconds: 60, hitRate: 0.5, expectedHitRate: null, reasons: ['so'] };
    const regions = [
      { ...about, region: 'quiet', advice: 'tooLittleSeen', suggestedTtlSeconds: null },
      { ...about, region: 'busy', advice: 'lengthen', suggestedTtlSeconds: 600 },
    ];
    const text = textOf(scripts.adviceOf({ regions }));
    expect(text).toContain('busy|lengthen|60 s|10.0 min|50.0 %|–|so|quiet|too little seen|60 s|–|50.0 %|–|so');
  });
});

describe('the tiles', () => {
  it('tell the state of the tiers, and what is not as it should be', () => {
    const stats = {
      instances: ['a', 'b'],
      totals: figures({ loadErrors: 2 }),
      tiers: {
        memory: { entries: 1, bytes: 1024, maxBytes: 1024 ** 2, evictions: 5 },
        redis: { state: 'down', breaker: 'open', usedMemory: null },
      },
    };
    const tiles = scripts.tilesOf(stats, { status: 'degraded' });
    expect(tiles.map(textOf)).toEqual(
      expect.arrayContaining([
        'down|Redis',
        'open|its breaker',
        '1.0 KiB of 1.0 MiB|in memory',
        '60.0 %|hit rate',
        '–|memory of Redis',
      ]),
    );
    const poor = tiles.filter(({ attributes }) => attributes['class']?.includes('poor'));
    expect(poor.map((one) => one.texts[1])).toEqual(['health', 'failed loads', 'Redis', 'its breaker']);
  });
});

describe('the tile of the breaker', () => {
  it('is a dash where there is no Redis', () => {
    const tiers = {
      memory: { entries: 1, bytes: 1, maxBytes: 2, evictions: 0 },
      redis: { state: 'off', breaker: 'closed', usedMemory: null },
    };
    const tiles = scripts.tilesOf({ instances: ['a'], totals: figures(), tiers }, { status: 'ok' });
    expect(tiles.map(textOf)).toContain('–|its breaker');
  });
});

describe('what happened lately', () => {
  const stats = (memory: number, misses: number, loads = misses, since = 'then') => ({
    since,
    instance: 'one',
    totals: figures({ hits: { memory, redis: 0, stale: 0 }, misses, loads }),
  });

  it('is what came between two looks, not what there was before', () => {
    const history = new scripts.History();
    history.add(0, stats(900, 100));
    history.add(5000, stats(930, 110));
    history.add(10_000, stats(930, 110));
    expect(history.points).toEqual([
      { hitRate: 0.75, reads: 8, loads: 2 },
      { hitRate: null, reads: 0, loads: 0 },
    ]);
  });

  it('begins anew with figures that begin anew, and has an end', () => {
    const history = new scripts.History();
    for (let look = 0; look <= 200; look += 1) history.add(look * 5000, stats(look, look));
    expect(history.points).toHaveLength(120);
    history.add(2_000_000, stats(5, 5, 5, 'now'));
    expect(history.points).toEqual([]);
    expect(history.drawn().map(textOf)).toEqual(['hit rate: –', 'reads a second: –', 'loads a second: –']);
  });

  it('is drawn as a line inside its frame, with the last figure told', () => {
    const chart = scripts.chartOf('reads', [0, null, 5, 10]);
    expect(textOf(chart)).toBe('reads: 10');
    const points = chart.elements.find(({ name }) => name === 'polyline')?.attributes['points'];
    expect(points).toBe('311.9,96.0 317.3,48.0 320.0,0.0');
  });
});

describe('figures in words', () => {
  it('have units that suit them, and a dash where nothing is known', () => {
    const { bytes, share, milliseconds, lasting } = scripts;
    expect([0, 1023, 1024, 5.5 * 1024 ** 2, 2 ** 45].map(bytes)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '5.5 MiB',
      '32.0 TiB',
    ]);
    expect([share(0.123), milliseconds(0.001), milliseconds(120)]).toEqual(['12.3 %', '0.00 ms', '120 ms']);
    expect([30, 600, 86_400, 864_000].map(lasting)).toEqual(['30 s', '10.0 min', '24.0 h', '10.0 d']);
    for (const tell of [bytes, share, milliseconds, lasting])
      expect([null, undefined, Number.NaN, 'x'].map(tell)).toEqual(['–', '–', '–', '–']);
  });
});
