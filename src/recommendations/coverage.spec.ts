import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aLot, aRecipe, book, idOf, TODAY } from '../../test/kitchen.js';
import type { Ingredient } from '../ingredients/ingredient.js';
import { coverageOf, usedLots } from './coverage.js';
import { Kinship } from '../ingredients/kinship.js';
import { Larder } from './larder.js';
import { preparedCatalogue } from './prepared-catalogue.js';
import { usableStock, type StockLot } from './stock.js';

const everythingIsEaten = () => true;

function covered(lines: readonly string[], ...stock: StockLot[]) {
  const { recipes, kin } = preparedCatalogue([aRecipe({ id: 1, lines })], book);
  const larder = new Larder(usableStock(stock, TODAY, everythingIsEaten), book, kin);
  const found = coverageOf(recipes[0]?.needs ?? [], larder);
  return { ...found, used: usedLots(found.takings) };
}

describe('coverage by amount', () => {
  it('counts the share of the amount that is there and says what is missing', () => {
    const rice = aLot('rice', 200, 'g');
    const { value, used, missing, met } = covered(['500 g rice'], rice);
    expect(value).toBeCloseTo(0.4);
    expect(met).toBe(0);
    expect(used).toEqual([{ itemId: rice.id, name: 'rice', quantity: 200, unit: 'g' }]);
    expect(missing).toEqual([{ ingredientId: idOf('rice'), name: 'rice', quantity: 300, unit: 'g' }]);
  });

  it('converts by what the food itself weighs', () => {
    const { value, used, missing } = covered(['2 onions'], aLot('onion', 1, 'kg'));
    expect(missing).toEqual([]);
    expect(value).toBe(1);
    expect(used[0]).toMatchObject({ quantity: 0.3, unit: 'kg' });
  });

  it('counts pieces of another food by weight: a breast is no whole chicken, a squash no two carrots', () => {
    expect(covered(['1 chicken'], aLot('chicken breast', 1, 'piece')).value).toBeLessThan(0.2);
    const { used, substitutions } = covered(['2 carrots'], aLot('butternut squash', 1, 'piece'));
    expect(substitutions).toMatchObject([{ use: 'butternut squash' }]);
    expect(used[0]?.quantity).toBeCloseTo(0.15);
    expect(covered(['3 egg yolks'], aLot('egg', 6, 'piece')).used[0]?.quantity).toBe(3);
  });

  it('takes anything for enough where a pinch is asked for, and says not how much goes', () => {
    const jar = aLot('paprika', 40, 'g');
    const { value, used, missing, takings } = covered(['1 pinch paprika'], jar);
    expect([value, missing]).toEqual([1, []]);
    expect(used).toEqual([{ itemId: jar.id, name: 'paprika', quantity: null, unit: null }]);
    expect(takings[0]?.share).toBe(0);
    expect(covered(['1 pinch paprika']).missing).toHaveLength(1);
  });

  it('counts what the dish is named after three times', () => {
    const { recipes, kin } = preparedCatalogue(
      [aRecipe({ id: 1, name: 'Rice with things', lines: ['500 g rice', '1 onion'] })],
      book,
    );
    const valueWith = (stock: StockLot) => coverageOf(recipes[0]?.needs ?? [], new Larder([stock], book, kin)).value;
    expect(valueWith(aLot('rice', 500, 'g'))).toBeCloseTo(3 / 4);
    expect(valueWith(aLot('onion', 1, 'piece'))).toBeCloseTo(1 / 4);
  });

  it('never takes for enough what nobody can measure', () => {
    const bag = aLot('rice', 1, 'bag');
    const { value, used, missing, met } = covered(['500 g rice'], bag);
    expect(value).toBe(0.5);
    expect(met).toBe(0);
    expect(used).toEqual([{ itemId: bag.id, name: 'rice', quantity: null, unit: null }]);
    expect(missing).toEqual([{ ingredientId: idOf('rice'), name: 'rice', quantity: null, unit: null }]);
  });

  it('adds what can be measured to what cannot', () => {
    const { value, missing } = covered(['500 g rice'], aLot('rice', 250, 'g'), aLot('rice', 1, 'bag'));
    expect(value).toBe(0.75);
    expect(missing).toMatchObject([{ name: 'rice', quantity: null }]);
    expect(covered(['500 g rice'], aLot('rice', 1, 'bag'), aLot('rice', 500, 'g')).missing).toEqual([]);
  });

  it('takes a line without an amount as served by anything that is there', () => {
    expect(covered(['fresh parsley to serve'], aLot('parsley', 1, 'bunch')).value).toBe(1);
    expect(covered(['fresh parsley to serve']).missing).toMatchObject([{ quantity: null, unit: null }]);
  });

  it('never uses the same grams for two lines', () => {
    const { value, used, missing } = covered(['80 g butter', '40 g butter, melted'], aLot('butter', 100, 'g'));
    expect(value).toBeCloseTo(0.75);
    expect(used).toMatchObject([{ quantity: 100 }]);
    expect(missing).toMatchObject([{ quantity: 20 }]);
  });

  it('takes opened lots first, then those due first, then the oldest', () => {
    const late = aLot('milk', 100, 'ml', { expiresOn: '2026-06-30' });
    const soon = aLot('milk', 100, 'ml', { expiresOn: '2026-06-17' });
    const opened = aLot('milk', 100, 'ml', { expiresOn: '2026-06-20', openedOn: '2026-06-14' });
    expect(covered(['250 ml milk'], late, soon, opened).used.map(({ itemId, quantity }) => [itemId, quantity])).toEqual(
      [
        [opened.id, 100],
        [soon.id, 100],
        [late.id, 50],
      ],
    );
  });

  it('asks for nothing optional but tells that it would be used', () => {
    const { value, asked, used, missing } = covered(
      ['100 g rice', '20 g raisins (optional)'],
      aLot('rice', 100, 'g'),
      aLot('raisins', 100, 'g'),
    );
    expect({ value, asked, missing }).toEqual({ value: 1, asked: 1, missing: [] });
    expect(used).toMatchObject([{ name: 'rice' }, { name: 'raisins', quantity: 20 }]);
    expect(covered(['100 g rice', '20 g raisins (optional)'], aLot('rice', 100, 'g')).missing).toEqual([]);
  });

  it('takes for granted salt, pepper and water and nothing else', () => {
    expect(
      covered(['100 g rice', '1 tsp salt', '1/2 tsp black pepper', '1 l water'], aLot('rice', 1, 'kg')),
    ).toMatchObject({ value: 1, asked: 1, missing: [] });
    expect(covered(['100 g rice', '2 tbsp olive oil'], aLot('rice', 1, 'kg'))).toMatchObject({ value: 0.5, asked: 2 });
  });

  it('has nothing of a recipe without lines, all of one that asks for salt and water', () => {
    const { kin } = preparedCatalogue([], book);
    expect(coverageOf([], new Larder([], book, kin)).value).toBe(0);
    expect(covered(['1 pinch salt', '200 ml water']).value).toBe(1);
  });

  it('takes either choice of a line for the thing itself', () => {
    expect(covered(['30 g butter or margarine'], aLot('margarine', 250, 'g'))).toMatchObject({
      value: 1,
      missing: [],
      substitutions: [],
    });
  });

  it('finds a food that nobody knows under its very name, whatever its case and number', () => {
    const { value } = covered(['3 blorks'], aLot('Blork', 5, 'piece'));
    expect(value).toBe(1);
    expect(covered(['3 blorks'], aLot('Blark', 5, 'piece')).value).toBe(0);
  });
});

describe('families', () => {
  it('takes a kind of a thing for the thing', () => {
    expect(covered(['100 g hard cheese'], aLot('cheddar', 200, 'g'))).toMatchObject({
      value: 1,
      missing: [],
      substitutions: [],
    });
  });

  it('takes the general name for a kind of it only in part, and says so', () => {
    const { value, missing, substitutions } = covered(['100 g cheddar'], aLot('cheese', 200, 'g'));
    expect(value).toBeGreaterThan(0);
    expect(value).toBeLessThan(1);
    expect(missing).toMatchObject([{ name: 'cheddar', quantity: 100, unit: 'g' }]);
    expect(substitutions).toMatchObject([{ missing: 'cheddar', use: 'cheese' }]);
  });

  it('does not take one kind for another', () => {
    expect(covered(['100 g salmon'], aLot('cod', 200, 'g')).met).toBe(0);
  });
});

describe('substitutes', () => {
  it('count by their confidence for what is short, and the thing itself stays missing', () => {
    const { value, missing, substitutions, used } = covered(
      ['200 ml milk'],
      aLot('milk', 100, 'ml'),
      aLot('oat milk', 1, 'l'),
    );
    expect(missing).toMatchObject([{ name: 'milk', quantity: 100, unit: 'ml' }]);
    expect(substitutions).toMatchObject([{ missing: 'milk', use: 'oat milk' }]);
    const confidence = substitutions[0]?.confidence ?? 0;
    expect(value).toBeCloseTo(0.5 + 0.5 * confidence);
    expect(used).toMatchObject([
      { name: 'milk', quantity: 100 },
      { name: 'oat milk', quantity: 0.1, unit: 'l' },
    ]);
  });

  it('the best one comes first', () => {
    const { substitutions } = covered(['100 g margarine'], aLot('coconut oil', 1, 'kg'), aLot('butter', 1, 'kg'));
    expect(substitutions).toMatchObject([{ use: 'butter' }]);
  });

  it('wait until every line has had the thing itself', () => {
    const { value, substitutions } = covered(['100 ml oat milk', '100 ml milk'], aLot('milk', 100, 'ml'));
    expect({ value, substitutions }).toEqual({ value: 0.5, substitutions: [] });
  });

  it('go one step and end, also when they and their families run in circles', () => {
    const looped = (slug: string, id: number, next: string): Ingredient =>
      ({
        slug,
        id,
        parent: next,
        substitutes: [
          { slug: next, confidence: 2 },
          { slug, confidence: 1 },
        ],
      }) as unknown as Ingredient;
    const kin = new Kinship([looped('a', 1, 'b'), looped('b', 2, 'c'), looped('c', 3, 'a')]);
    expect(new Set([...kin.coveredBy(1)].map(({ wanted }) => wanted))).toEqual(new Set([1, 2, 3]));
    expect(kin.above(1)).toEqual([2, 3]);
    expect([...kin.coveredBy(1)].every(({ confidence }) => confidence <= 1)).toBe(true);
    expect([...kin.coveredBy(99)]).toEqual([{ wanted: 99, confidence: 1, standsIn: false }]);
  });
});

describe('for any amounts', () => {
  const quantity = fc.integer({ min: 1, max: 5_000_000 }).map((millis) => millis / 1000);
  const food = fc.constantFrom('milk', 'rice', 'butter', 'onion', 'cheese', 'cheddar', 'oat milk', 'blork');
  const unit = fc.constantFrom('g', 'kg', 'ml', 'l', 'cup', 'tbsp', 'piece', 'bag', 'can');
  const lot = fc.tuple(food, quantity, unit).map(([name, amount, unit]) => aLot(name, amount, unit));
  const line = fc.tuple(quantity, unit, food).map(([amount, unit, name]) => `${amount} ${unit} ${name}`);

  it('stays within 0 and 1, uses no more than there is, and of one line more stock never makes less', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 6 }),
        fc.array(lot, { maxLength: 8 }),
        lot,
        (lines, lots, extra) => {
          const { value, used, takings, missing, asked, met } = covered(lines, ...lots);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
          expect(met + missing.length).toBe(asked);
          expect(takings.every(({ share }) => share >= 0 && share <= 1)).toBe(true);
          for (const { itemId, quantity } of used) {
            expect(quantity ?? 0).toBeLessThanOrEqual(Number(lots.find(({ id }) => id === itemId)?.quantity) + 1e-6);
          }
          expect(covered(lines.slice(0, 1), ...lots, { ...extra, purchasedOn: TODAY }).value).toBeGreaterThanOrEqual(
            covered(lines.slice(0, 1), ...lots).value - 1e-9,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
