import { beforeAll, describe, expect, it } from '@jest/globals';
import { allergensOf } from '../src/ingredients/allergens.js';
import type { Allergen } from '../src/ingredients/ingredient.js';
import { resolveLine } from '../src/ingredients/line-resolver.js';
import { book } from './kitchen.js';
import { fixture } from './lines/fixture.js';

/** A line that is easy to get wrong, judged by hand. */
interface HardLine {
  readonly line: string;
  /** What is in the food by its usual recipe: all of it. */
  readonly contains: readonly Allergen[];
  /** What may be in it: must not be thought impossible. More may be, as labels of the kind warn. */
  readonly mayContain: readonly Allergen[];
  /** What its name seems to say, and what must not even be possible. */
  readonly never?: readonly Allergen[];
  /** Nobody can tell: who declared any allergen is to be refused. */
  readonly unknown?: true;
  readonly why: string;
}

const LARGEST_SHARE_OF_FALSE_ALARMS = 0.02;

let lines: readonly HardLine[];
beforeAll(async () => {
  lines = await fixture<HardLine>('allergens.ndjson');
});

const factsOf = ({ line }: HardLine) => allergensOf(resolveLine(line, book));

/** Allergens that a line has and that are not told: what somebody could be made ill by. */
function missedIn(hard: HardLine): string[] {
  const { contains, mayContain, unknown } = factsOf(hard);
  if (unknown) return [];
  const certain = hard.contains.filter((one) => !contains.includes(one));
  const possible = hard.mayContain.filter((one) => !contains.includes(one) && !mayContain.includes(one));
  return [...certain, ...possible].map((one) => `${hard.line}: ${one} (${hard.why})`);
}

/** Allergens that are told and that the line has not: what somebody is kept from for nothing. */
function falseIn(hard: HardLine): string[] {
  if (hard.unknown) return [];
  const { contains, mayContain } = factsOf(hard);
  const never = (hard.never ?? []).filter((one) => contains.includes(one) || mayContain.includes(one));
  const wrong = [...contains.filter((one) => !hard.contains.includes(one)), ...never];
  return wrong.map((one) => `${hard.line}: ${one} (${hard.why})`);
}

describe('lines that are easy to get wrong', () => {
  it('are at least 150', () => {
    expect(new Set(lines.map(({ line }) => line)).size).toBe(lines.length);
    expect(lines.length).toBeGreaterThanOrEqual(150);
  });

  it('hide no allergen', () => {
    expect(lines.flatMap(missedIn)).toEqual([]);
  });

  it('are unknown where nobody can tell, and only there', () => {
    const wrong = lines.filter((hard) => factsOf(hard).unknown !== (hard.unknown ?? false));
    expect(wrong.map(({ line, why }) => `${line} (${why})`)).toEqual([]);
  });

  it('raise hardly any false alarm', () => {
    const alarms = lines.map(falseIn).filter((found) => found.length > 0);
    const figures = `${lines.length} lines, ${alarms.length} false alarms`;
    process.stdout.write(`${figures}\n${alarms.flat().join('\n')}\n`);
    expect(alarms.length / lines.length).toBeLessThanOrEqual(LARGEST_SHARE_OF_FALSE_ALARMS);
  });
});
