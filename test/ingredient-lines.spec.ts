import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { resolveLine, type ResolvedLine } from '../src/ingredients/line-resolver.js';
import { book } from './kitchen.js';
import { fixture } from './lines/fixture.js';

/** A line and what a cook reads in it. */
interface JudgedLine {
  readonly line: string;
  readonly quantity: string | null;
  /** The upper end of a range. */
  readonly upper?: string;
  /** null with a quantity means pieces. */
  readonly unit: string | null;
  /** Nothing to eat. */
  readonly heading?: boolean;
  /** Several where the line names several foods in a row; none where the table has none. */
  readonly ingredients: readonly string[];
}

const SMALLEST_SHARE_OF_AMOUNTS = 0.97;
const SMALLEST_SHARE_OF_INGREDIENTS = 0.95;

let lines: readonly JudgedLine[];
beforeAll(async () => {
  lines = await fixture<JudgedLine>('lines.ndjson');
});

/** What is read of the amount, in one text: "1.5..2 cup". */
function amountOf(quantity: string | null, upper: string | undefined, unit: string | null): string {
  return `${quantity ?? '-'}${upper === undefined ? '' : `..${upper}`} ${unit === 'piece' ? '-' : (unit ?? '-')}`;
}

function amountFaultIn({ line, quantity, upper, unit }: JudgedLine): string[] {
  const [first] = resolveLine(line, book);
  const read = first && amountOf(first.line.quantity, first.line.quantity2, first.line.unit);
  const judged = amountOf(quantity, upper, unit);
  return read === judged ? [] : [`${line}: ${judged}, read as ${read}`];
}

const slugsOf = (resolved: readonly ResolvedLine[]) =>
  resolved.flatMap(({ match }) => (match ? [match.ingredient.slug] : []));

function ingredientFaultIn({ line, heading = false, ingredients }: JudgedLine): string[] {
  const resolved = resolveLine(line, book);
  const isHeading = resolved.every((one) => one.line.isHeading);
  const isMarked = heading || ingredients.length > 0 || resolved.some(({ understood }) => !understood);
  const slugs = slugsOf(resolved);
  const isRight = isHeading === heading && isMarked && slugs.join() === ingredients.join();
  return isRight ? [] : [`${line}: ${ingredients.join() || 'none'}, read as ${slugs.join() || 'none'}`];
}

function told(what: string, faults: readonly string[]): number {
  const share = 1 - faults.length / lines.length;
  process.stdout.write(`${what}: ${(100 * share).toFixed(1)} % of ${lines.length} lines\n  ${faults.join('\n  ')}\n`);
  return share;
}

describe('lines as people write them', () => {
  it('are at least 300', () => {
    expect(new Set(lines.map(({ line }) => line)).size).toBe(lines.length);
    expect(lines.length).toBeGreaterThanOrEqual(300);
  });

  it('have their amounts read rightly', () => {
    expect(told('amounts', lines.flatMap(amountFaultIn))).toBeGreaterThanOrEqual(SMALLEST_SHARE_OF_AMOUNTS);
  });

  it('have their ingredients found, or are marked', () => {
    expect(told('ingredients', lines.flatMap(ingredientFaultIn))).toBeGreaterThanOrEqual(SMALLEST_SHARE_OF_INGREDIENTS);
  });

  it('keep their text', () => {
    const lost = lines.filter(({ line }) => {
      const resolved = resolveLine(line, book);
      return resolved.length === 1 ? resolved[0]?.text !== line : resolved.some(({ text }) => !line.includes(text));
    });
    expect(lost.map(({ line }) => line)).toEqual([]);
  });
});

const isReadOrMarked = ({ line, match, understood }: ResolvedLine) =>
  line.isHeading || match !== undefined || !understood;

describe('whatever stands in a line', () => {
  it.each([
    ['of 10 kB', '2 eggs '.repeat(1500)],
    ['of 10 kB without a space', `2 ${'x'.repeat(10_000)}`],
    ['of markup', `${'<b>'.repeat(3000)}2 eggs`],
    ['of unclosed markup', '<a '.repeat(3000)],
    ['of emoji', '🥚'.repeat(3000)],
    ['of fractions', '½'.repeat(5000)],
    ['of amounts in a row', '1 lb 2 oz '.repeat(1000)],
    ['of brackets', '[2'.repeat(4000)],
    ['of spaces before a shared amount', `salt${' '.repeat(9000)}1 tsp each`],
    ['of commas before a shared amount', `salt${' ,'.repeat(480)} 1 tsp each`],
    ['of foods with their amounts', '1 egg + '.repeat(3000)],
    ['of foods in a row', 'onions, '.repeat(3000)],
  ])('is read or marked, never an error: a line %s', (_, line) => {
    const resolved = resolveLine(line, book);
    expect(resolved.every(isReadOrMarked)).toBe(true);
  });

  it('is read or marked, in any order of odd pieces', () => {
    const pieces = fc.oneof(
      fc.constantFrom(
        ...'½ 1/2 2 x 400 g ~ ( ) [ ] <b> & or , ; : - – 🥚 to taste cup eggs butter ٢ 三 \u0000'.split(' '),
      ),
      fc.string({ unit: 'binary', maxLength: 10 }),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (words) => {
        const resolved = resolveLine(words.join(' '), book);
        return resolved.every(isReadOrMarked);
      }),
    );
  });
});
