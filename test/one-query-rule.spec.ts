import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { IngredientsService } from '../src/ingredients/ingredients.service.js';
import { startApp, type TestApp } from './harness/app.js';
import { expectProblem } from './problems.js';
import { aRandom } from './random.js';

const PAIRS = 1000;

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

interface Meaning {
  readonly query: string | undefined;
  readonly page: number;
  readonly limit: number;
}

/**
 * The rule, told once more from the outside: parts are parted by `&`, empty ones are nothing; a name ends at the first `=`; `+` is a blank and
 * `%` decodes, once, where it can; a name is known and comes once. Anything else is refused: undefined.
 */
function meaningOf(text: string): Meaning | undefined {
  if (text.includes('#')) return undefined;
  const parts = text.split('&').filter((part) => part !== '');
  const pairs = parts.map((part) => /^([^=]*)=?(.*)$/s.exec(part)?.slice(1).map(decoded) ?? []);
  const named = new Map(pairs.map(([name = '', value = '']) => [name, value]));
  if (named.size < pairs.length || [...named.keys()].some((name) => !KNOWN.has(name))) return undefined;

  const page = numberIn(named.get('page') ?? '1', 100_000);
  const limit = numberIn(named.get('limit') ?? '20', 100);
  return page === undefined || limit === undefined ? undefined : { query: named.get('query'), page, limit };
}

const KNOWN = new Set(['query', 'page', 'limit']);

function decoded(text: string): string {
  const blanks = text.replaceAll('+', ' ');
  return /%(?![\da-f]{2})/i.test(blanks) || /%(?:ff|c0)/i.test(blanks) ? blanks : decodeURIComponent(blanks);
}

function numberIn(text: string, most: number): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined;
}

type Random = ReturnType<typeof aRandom>;
const NAMES = [
  'query',
  'query',
  'page',
  'limit',
  'limit',
  'limit[]',
  'limit.x',
  'Limit',
  'cb',
  '__proto__',
  'quer%79',
  'lim+it',
  '',
];
const VALUES = [
  'rice',
  'Rice',
  'rice%26limit=3',
  'rice%2526',
  'rice+flour',
  'rice%20flour',
  '1',
  '2',
  '%32',
  '3;limit=4',
  '02',
  '+2',
  '1e0',
  '',
  '%zz',
  '%ff',
  'a=b',
  '2?page=2',
];
const KNOWN_PARTS = ['query=rice', 'query=rice+flour', 'page=1', 'page=2', 'limit=2', 'limit=3'];

/** Mostly of parts that mean something: what is all nonsense tells little. */
const aPart = ({ next, pick }: Random) => (next() < 0.6 ? pick(KNOWN_PARTS) : `${pick(NAMES)}=${pick(VALUES)}`);

/** A query, and it again with a part doubled, moved, spelled otherwise, cut off, or one more. */
function aPair(random: Random): [string, string] {
  const { next, pick } = random;
  const parts = Array.from({ length: 1 + Math.floor(next() * 3) }, () => aPart(random));
  const at = Math.floor(next() * parts.length);
  const part = parts[at] ?? '';
  const other = pick([
    parts.toReversed(),
    [...parts, part],
    [...parts, aPart(random)],
    parts.with(at, aPart(random)),
    parts.with(
      at,
      part.replace(/[a-z]/, (sign) => `%${sign.charCodeAt(0).toString(16)}`),
    ),
    parts.with(at, part.replace('=', '%3d')),
    parts.with(at, part.replace('=', '')),
    ['', ...parts, ''],
  ]);
  const joint = () => pick(['&', '&', '&', '&', '&&', '%26', ';', '#']);
  const joined = (list: string[]) => list.reduce((text, more) => text + joint() + more);
  return [joined(parts), joined(other)];
}

describe('a query means one thing', () => {
  it(`to the check, to the handler and to the key of its answer, in ${PAIRS} pairs`, async () => {
    const random = aRandom();
    const search = jest.spyOn(app.nest.get(IngredientsService), 'search');
    const bytesOf = new Map<string, Buffer>();
    let refused = 0;
    let hits = 0;

    for (const text of Array.from({ length: PAIRS }, () => aPair(random)).flat()) {
      const due = meaningOf(text);
      search.mockClear();
      const reply = await app.get(`/ingredients?${text}`);
      expect([random.seed, text, reply.status]).toEqual([random.seed, text, due ? 200 : 400]);
      if (!due) {
        expectProblem(reply, 400);
        refused += 1;
        continue;
      }
      const meaning = JSON.stringify(due);
      const known = bytesOf.get(meaning);
      const seen = search.mock.calls.map(([{ query, page, limit }]) => ({ query, page, limit }));
      expect([random.seed, text, seen]).toEqual([random.seed, text, known ? [] : [due]]);
      expect(reply.bytes.equals(known ?? reply.bytes)).toBe(true);
      bytesOf.set(meaning, reply.bytes);
      if (known) hits += 1;
    }
    for (const tried of [refused, hits, bytesOf.size]) expect(tried).toBeGreaterThan(20);
  });

  it.each(['/ingredients', '/recipes/search', '/recipes/popular', '/recipes/1'])(
    'and what follows a # of %s is no query that others are answered by',
    async (path) => {
      for (const rest of ['query=rice', 'limit=1', 'servings=7', '?limit=1'])
        expectProblem(await app.get(`${path}#${rest}`), 400);
      const { status, body } = await app.get(path);
      expect([status, body.limit ?? 20]).toEqual([200, 20]);
    },
  );
});
