import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { aLot, anInput, aRecipe, book, shippedCatalogue, TODAY } from '../../test/kitchen.js';
import { addDays, type Day } from '../calendar/day.js';
import { allergens, diets } from '../ingredients/ingredient.js';
import { recipeContexts } from '../recipes/recipe.js';
import { luck, MOST_RANKED, rank } from './ranking.js';
import type { RankingInput } from './ranking-input.js';

const titles = (input: Parameters<typeof anInput>[0]) => rank(anInput(input)).map(({ recipe }) => recipe.title);
const byTitle = (input: Parameters<typeof anInput>[0]) =>
  new Map(rank(anInput(input)).map((judged) => [judged.recipe.title, judged]));

const omelette = aRecipe({
  id: 1,
  name: 'Spinach omelette',
  cuisine: 'French',
  lines: ['3 eggs', '100 g spinach', '20 g butter'],
  minutes: 15,
  categories: ['breakfast', 'lunch'],
});
const carbonara = aRecipe({
  id: 2,
  name: 'Carbonara',
  cuisine: 'Italian',
  lines: ['200 g spaghetti', '2 eggs', '80 g bacon', '40 g parmesan'],
  minutes: 25,
});
const pesto = aRecipe({
  id: 3,
  name: 'Pesto pasta',
  cuisine: 'Italian',
  lines: ['200 g penne', '60 g pesto', '30 g parmesan'],
  minutes: 15,
});
const curry = aRecipe({
  id: 4,
  name: 'Chickpea curry',
  cuisine: 'Indian',
  lines: ['400 g chickpeas', '200 ml coconut milk', '100 g spinach', '1 onion'],
  minutes: 35,
});
const risotto = aRecipe({
  id: 5,
  name: 'Mushroom risotto',
  cuisine: 'Italian',
  lines: ['200 g risotto rice', '200 g mushrooms', '1 onion', '30 g parmesan'],
  minutes: 45,
});
const salad = aRecipe({
  id: 6,
  name: 'Tomato salad',
  lines: ['4 tomatoes', '1 cucumber', '1 tbsp olive oil'],
  minutes: 10,
  categories: ['lunch'],
});
const noodles = aRecipe({
  id: 7,
  name: 'Vegetable noodles',
  cuisine: 'Chinese',
  lines: ['200 g noodles', '1 carrot', '1 tbsp sesame oil'],
  minutes: 20,
});
const mystery = aRecipe({ id: 8, name: 'Mystery stew', lines: ['200 g blork', '1 onion'], minutes: 30 });
const toast = aRecipe({
  id: 9,
  name: 'Toast',
  lines: ['2 slices bread', '10 g margarine'],
  minutes: 5,
  categories: ['breakfast'],
});
const fried = aRecipe({ id: 10, name: 'Fried carrots', lines: ['2 carrots', '1 tbsp oil'] });
const catalogue = [omelette, carbonara, pesto, curry, risotto, salad, noodles, mystery, toast];

const soon = { expiresOn: addDays(TODAY, 1) };

describe('golden pantries', () => {
  it('spinach that goes off tomorrow and the rest for an omelette: the omelette, which has everything', () => {
    const stock = [aLot('spinach', 100, 'g', soon), aLot('egg', 6, 'piece'), aLot('butter', 250, 'g')];
    const [first] = rank(anInput({ catalogue, stock }));
    expect(first).toMatchObject({ recipe: { title: 'Spinach omelette' }, missing: [] });
    expect(first?.components.coverage).toBe(1);
    expect(first?.reasons.slice(0, 2)).toEqual(['Uses spinach, due tomorrow', 'You have all 3 ingredients']);
  });

  it('nobody who likes Indian food is shown the omelette first when both use the spinach and neither is complete', () => {
    const stock = [aLot('spinach', 100, 'g', soon), aLot('onion', 2, 'piece'), aLot('chickpeas', 400, 'g')];
    expect(titles({ catalogue, stock, preferences: { cuisines: { indian: 1 } } })[0]).toBe('Chickpea curry');
  });

  it('vegans with a full fridge of eggs: no omelette, no pasta with cheese, nothing that nobody understood', () => {
    const stock = [aLot('egg', 10, 'piece', soon), aLot('spinach', 500, 'g', soon), aLot('butter', 500, 'g', soon)];
    const shown = titles({ catalogue, stock, preferences: { diets: ['vegan'] } });
    expect(shown).toContain('Chickpea curry');
    expect(shown).not.toContain('Spinach omelette');
    expect(shown).not.toContain('Carbonara');
    expect(shown).not.toContain('Mystery stew');
  });

  it('an allergy to eggs is never outbid: favourite cuisine, favourite food, all at hand, all expiring, still no eggs', () => {
    const stock = ['spaghetti', 'bacon', 'parmesan'].map((name) => aLot(name, 500, 'g', soon));
    const shown = titles({
      catalogue,
      stock: [...stock, aLot('egg', 12, 'piece', soon)],
      preferences: { allergens: ['eggs'], cuisines: { italian: 1 }, likedIngredients: ['egg', 'bacon', 'spaghetti'] },
    });
    expect(shown).not.toContain('Carbonara');
    expect(shown).not.toContain('Spinach omelette');
    expect(shown).not.toContain('Mystery stew');
    expect(shown.length).toBeGreaterThan(0);
  });

  it('peanut oil is no oil for somebody allergic to peanuts: the recipe stays, the lot is not offered', () => {
    const stock = [aLot('peanut oil', 500, 'ml', soon), aLot('carrot', 3, 'piece')];
    const used = (preferences: Partial<RankingInput['preferences']>) =>
      rank(anInput({ catalogue: [fried], stock, preferences })).map((shown) => shown.used.map(({ name }) => name));
    expect(used({})).toEqual([['carrot', 'peanut oil']]);
    expect(used({ allergens: ['peanuts'] })).toEqual([['carrot']]);
  });

  it('butter does not stand in for margarine where milk is an allergen, nor for vegans', () => {
    const bread = aRecipe({ id: 1, name: 'Fried tofu', lines: ['200 g tofu', '10 g margarine'] });
    const stock = [aLot('tofu', 200, 'g'), aLot('butter', 250, 'g')];
    const offered = (preferences: Partial<RankingInput['preferences']>) =>
      rank(
        anInput({ catalogue: [{ ...bread, allergens: { ...bread.allergens, mayContain: [] } }], stock, preferences }),
      )
        .flatMap(({ substitutions }) => substitutions)
        .map(({ use }) => use);
    expect(offered({})).toEqual(['butter']);
    expect(offered({ allergens: ['milk'] })).toEqual([]);
    expect(offered({ diets: ['vegan'] })).toEqual([]);
  });

  it('mushrooms that go off today do not make a mushroom dish for who dislikes them come first; it may still be shown', () => {
    const stock = [
      aLot('mushrooms', 200, 'g', { expiresOn: TODAY }),
      aLot('risotto rice', 500, 'g'),
      aLot('onion', 2, 'piece'),
      aLot('parmesan', 100, 'g'),
      aLot('tomato', 4, 'piece'),
      aLot('cucumber', 1, 'piece'),
    ];
    expect(titles({ catalogue, stock })[0]).toBe('Mushroom risotto');
    const disliking = rank(anInput({ catalogue, stock, preferences: { dislikedIngredients: ['mushroom'] } }));
    expect(disliking[0]?.recipe.title).toBe('Tomato salad');
    const risottoThen = disliking.find(({ recipe }) => recipe.title === 'Mushroom risotto');
    expect(risottoThen?.components.preference).toBe(0);
    expect(risottoThen?.reasons).toContain("Has mushrooms, which you don't like");
  });

  it('who dislikes cheese dislikes every kind of it; a name nobody knows is matched by its words', () => {
    const shown = byTitle({ catalogue, preferences: { dislikedIngredients: ['cheese', 'blork'] } });
    expect(shown.get('Carbonara')?.components.preference).toBe(0);
    expect(shown.get('Mystery stew')?.components.preference).toBe(0);
    expect(shown.get('Tomato salad')?.components.preference).toBeGreaterThan(0.4);
  });

  it('chicken past its use-by day saves nothing and covers nothing, however much there is', () => {
    const dinner = aRecipe({ id: 1, lines: ['400 g chicken breast', '200 g rice'] });
    const spoiled = aLot('chicken breast', 5, 'kg', { expiresOn: addDays(TODAY, -1), expiryKind: 'use-by' });
    const [shown] = rank(anInput({ catalogue: [dinner], stock: [spoiled] }));
    expect(shown).toMatchObject({ used: [], rescues: [], components: { coverage: 0, expiry: 0 } });
    expect(shown?.missing).toHaveLength(2);
  });

  it('rice past its best-before day still counts, and is to be saved first', () => {
    const dinner = aRecipe({ id: 1, lines: ['400 g chicken breast', '200 g rice'] });
    const old = aLot('rice', 200, 'g', { expiresOn: addDays(TODAY, -30) });
    const due = aLot('chicken breast', 400, 'g', { ...soon, expiryKind: 'use-by' });
    const [shown] = rank(anInput({ catalogue: [dinner], stock: [due, old] }));
    expect(shown?.rescues.map(({ itemId }) => itemId)).toEqual([old.id, due.id]);
    expect(shown?.components).toMatchObject({ coverage: 1 });
    expect(shown?.components.expiry).toBeCloseTo(1);
  });

  it('cooked yesterday comes after what is nearly as good, and is back on top two months later', () => {
    const stock = [
      ...['spaghetti', 'bacon', 'parmesan', 'penne', 'pesto'].map((name) => aLot(name, 500, 'g')),
      aLot('egg', 6, 'piece'),
    ];
    const cookedOn = (on: Day) => [{ recipeId: carbonara.id, kind: 'cooked' as const, rating: null, on }];
    const preferences = { likedIngredients: ['bacon', 'egg'] };
    expect(titles({ catalogue, stock, preferences })[0]).toBe('Carbonara');
    expect(titles({ catalogue, stock, preferences, interactions: cookedOn(addDays(TODAY, -1)) })[0]).toBe(
      'Pesto pasta',
    );
    expect(titles({ catalogue, stock, preferences, interactions: cookedOn(addDays(TODAY, -60)) })[0]).toBe('Carbonara');
  });

  it('asked what to use up, a dish that saves something comes before one that is complete but saves nothing', () => {
    const stock = [
      aLot('coconut milk', 200, 'ml', { expiresOn: addDays(TODAY, 2) }),
      aLot('tomato', 4, 'piece'),
      aLot('cucumber', 1, 'piece'),
      aLot('olive oil', 500, 'ml'),
    ];
    expect(titles({ catalogue, stock })[0]).toBe('Tomato salad');
    expect(titles({ catalogue, stock, context: 'use-it-up' })[0]).toBe('Chickpea curry');
  });

  it('an occasion keeps out what does not suit it', () => {
    expect(titles({ catalogue, context: 'breakfast' }).toSorted()).toEqual(['Spinach omelette', 'Toast']);
    expect(titles({ catalogue, context: 'vegetarian' })).not.toContain('Carbonara');
    expect(titles({ catalogue, context: 'quick' })).not.toContain('Mushroom risotto');
  });

  it('two pasta dishes do not stand side by side while something else is nearly as good', () => {
    const twin = { ...carbonara, id: 20, title: 'Carbonara again' };
    const stock = ['spaghetti', 'bacon', 'parmesan'].map((name) => aLot(name, 500, 'g'));
    const shown = titles({
      catalogue: [carbonara, twin, salad],
      stock: [...stock, aLot('egg', 6, 'piece'), aLot('tomato', 2, 'piece'), aLot('cucumber', 1, 'piece')],
    });
    expect(shown).toEqual(['Carbonara', 'Tomato salad', 'Carbonara again']);
  });

  it('an empty pantry still gives an order, by taste and effort, and claims nothing', () => {
    const shown = rank(anInput({ catalogue, preferences: { cuisines: { italian: 1 } } }));
    expect(shown).toHaveLength(catalogue.length);
    expect(shown[0]?.recipe.cuisine).toBe('italian');
    expect(
      shown.every(
        ({ components, used, rescues }) => components.coverage + components.expiry + used.length + rescues.length === 0,
      ),
    ).toBe(true);
  });
});

describe('the score', () => {
  const stock = [aLot('spinach', 100, 'g', soon), aLot('egg', 6, 'piece')];

  it('is what the components and their weights say', () => {
    const interactions = [{ recipeId: 1, kind: 'cooked' as const, rating: null, on: TODAY }];
    for (const { score, components } of rank(anInput({ catalogue, stock, interactions }))) {
      const { coverage, expiry, preference, nutrition, effort, novelty } = components;
      const sum = 0.35 * coverage + 0.25 * expiry + 0.2 * preference + 0.12 * nutrition + 0.08 * effort;
      expect(score).toBeCloseTo(sum * novelty, 10);
    }
  });

  it('differs for different tastes, goals, patience and stock: nothing in it is constant', () => {
    const scores = [
      {},
      { cuisines: { italian: 0.9 } },
      { cuisines: { italian: 0.4 } },
      { likedIngredients: ['egg'] },
      { nutritionGoals: { protein: 150 } },
      { maxMinutes: 10 },
    ].map((preferences) => byTitle({ catalogue, stock, preferences }).get('Carbonara')?.score);
    expect(new Set(scores).size).toBe(scores.length);
    expect(byTitle({ catalogue }).get('Spinach omelette')?.score).not.toBe(
      byTitle({ catalogue, stock }).get('Spinach omelette')?.score,
    );
  });

  it('takes a recipe for nobody, or for as many as it likes, as it is written', () => {
    const shown = rank(
      anInput({
        catalogue: [
          { ...omelette, servings: 0 },
          { ...carbonara, servings: null },
        ],
        stock,
      }),
    );
    expect(shown.every(({ score }) => score >= 0 && score <= 1)).toBe(true);
  });
});

describe('the order', () => {
  const equals = [30, 10, 20].map((id) => ({ ...salad, id, title: `Salad ${id}` }));

  it('settles ties by id', () => {
    expect(rank(anInput({ catalogue: equals })).map(({ recipe }) => recipe.id)).toEqual([10, 20, 30]);
  });

  it('is the same for the same seed, and lets only near equals take turns with another', () => {
    const orders = Array.from({ length: 20 }, (_, seed) => titles({ catalogue: equals, seed }).join());
    expect(titles({ catalogue: equals, seed: 7 }).join()).toBe(orders[7]);
    expect(new Set(orders).size).toBeGreaterThan(1);
    const stock = [aLot('spinach', 100, 'g', soon), aLot('egg', 6, 'piece'), aLot('butter', 250, 'g')];
    for (let seed = 0; seed < 20; seed += 1) expect(titles({ catalogue, stock, seed })[0]).toBe('Spinach omelette');
    expect([luck(0, 5), luck(3, 5) === luck(3, 5), luck(3, 5) === luck(4, 5)]).toEqual([0, true, false]);
  });

  it('does not depend on the order that stock, interactions and preferences come in', () => {
    const stock = ['spaghetti', 'bacon', 'parmesan', 'spinach'].map((name) => aLot(name, 100, 'g', soon));
    const input = anInput({ catalogue, stock, preferences: { likedIngredients: ['feta', 'bacon'] } });
    const turned = {
      ...input,
      stock: stock.toReversed(),
      preferences: { ...input.preferences, likedIngredients: ['bacon', 'feta'] },
    };
    expect(rank(turned).map(({ recipe, score }) => [recipe.id, score])).toEqual(
      rank(input).map(({ recipe, score }) => [recipe.id, score]),
    );
  });

  it('ends where nobody looks any more', () => {
    const many = Array.from({ length: MOST_RANKED + 50 }, (_, at) => ({ ...salad, id: at + 1 }));
    expect(rank(anInput({ catalogue: many }))).toHaveLength(MOST_RANKED);
  });

  it('reads no clock and asks no chance: the day and the seed are arguments', () => {
    const asked = [jest.spyOn(Date, 'now'), jest.spyOn(performance, 'now'), jest.spyOn(Math, 'random')];
    rank(anInput({ catalogue, stock: [aLot('spinach', 100, 'g', soon)], seed: 3 }));
    for (const spy of asked) {
      expect(spy).not.toHaveBeenCalled();
      spy.mockRestore();
    }
  });
});

describe('with the shipped catalogue, for anybody and any pantry', () => {
  it('keeps every hard filter, every figure within 0 and 1, and tells only of what is there', async () => {
    const shipped = await shippedCatalogue();
    const food = fc.constantFrom(...book.ingredients.map(({ name }) => name));
    const lot = fc
      .tuple(
        food,
        fc.integer({ min: 1, max: 2000 }),
        fc.constantFrom('g', 'ml', 'piece'),
        fc.integer({ min: -9, max: 30 }),
      )
      .map(([name, amount, unit, days]) =>
        aLot(name, amount, unit, { expiresOn: addDays(TODAY, days), expiryKind: 'use-by' }),
      );
    const somebody = fc.record({
      allergens: fc.subarray([...allergens], { maxLength: 3 }),
      diets: fc.subarray([...diets], { maxLength: 2 }),
      likedIngredients: fc.array(food, { maxLength: 3 }),
      dislikedIngredients: fc.array(food, { maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.array(lot, { maxLength: 40 }),
        somebody,
        fc.constantFrom(...recipeContexts),
        (stock, preferences, context) => {
          const lots = new Map(stock.map((one) => [one.id, one]));
          for (const { recipe, score, components, used, rescues } of rank(
            anInput({ catalogue: shipped, stock, preferences, context }),
          )) {
            const dangers = [...recipe.allergens.contains, ...recipe.allergens.mayContain];
            expect(dangers.filter((one) => preferences.allergens.includes(one))).toEqual([]);
            expect(preferences.diets.filter((one) => !recipe.diets.includes(one))).toEqual([]);
            expect(preferences.allergens.length > 0 && recipe.allergens.unknown).toBe(false);
            expect([score, ...Object.values(components)].every((part) => part >= 0 && part <= 1)).toBe(true);
            for (const { itemId } of [...used, ...rescues]) {
              const { expiresOn, ingredientId } = lots.get(itemId) ?? { expiresOn: null, ingredientId: null };
              const eaten = book.byId(ingredientId ?? 0);
              expect((expiresOn ?? '') >= TODAY).toBe(true);
              expect(eaten?.contains.filter((one) => preferences.allergens.includes(one))).toEqual([]);
            }
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
