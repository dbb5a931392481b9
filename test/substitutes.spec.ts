import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { allergens } from '../src/ingredients/ingredient.js';
import { aDish, aKitchen, chosenOf, inWords } from './a-kitchen.js';
import { Cook, readmeKitchen } from './cook.js';
import { changesNothing, expectProblem } from './problems.js';

const kitchen = aKitchen();
const { stock, buy, amounts, items } = kitchen;

/** Of each line with a number there are things that stand in for it; nobody knows how much parsley it takes. */
const LINES = ['200 ml milk', '100 g margarine', '2 eggs', '100 g sugar', 'parsley, to serve'];
let pudding: number;

beforeAll(async () => {
  pudding = await aDish(kitchen.app, 'Odd pudding', LINES);
});

/** For each allergen something is asked for that a thing at home could stand in for, were it not for the allergen. */
const ASKED =
  '50 g margarine, 50 ml milk, 50 ml oat milk, 50 g flour, 2 tbsp olive oil, 50 g salmon, 50 g peanuts, 50 g almonds, 50 g prawns, 50 g cheddar, 50 ml white wine, 50 g paneer, 50 g almond butter'.split(
    ', ',
  );
const AT_HOME =
  'butter, soy milk, oat milk, spelt flour, sesame oil, trout, walnuts, tofu, crab, squid, peanut butter, cheese, vegetable stock'.split(
    ', ',
  );

interface Told {
  readonly ingredientId: number;
  readonly missing: string;
  readonly itemId: number;
  readonly use: string;
  readonly quantity: number;
  readonly unit: string;
  readonly confidence: number;
}

/** A dish as it is recommended. */
interface Ranked {
  readonly recipe: { readonly id: number };
  readonly substitutions: readonly Pick<Told, 'missing' | 'use' | 'confidence'>[];
}

const ranked = async (): Promise<readonly Ranked[]> =>
  (await kitchen.cook.get('/recommendations/:me?limit=50&maxMissing=20')).body.recipes;
const make = (body: object = {}) =>
  kitchen.cook.request('POST', '/pantry/:me/cook', { body: { recipeId: pudding, ...body } });
/** What a dry run offers for it. */
const offered = async (body: object = {}): Promise<Told[]> =>
  (await make({ dryRun: true, ...body })).body.substitutions;
const told = (substitutions: readonly Told[]) =>
  substitutions.map(({ missing, use, quantity, unit }) => [missing, use, quantity, unit]);
const foodNamed = async (wanted: string) => {
  const { items } = (await kitchen.app.get(`/ingredients?query=${wanted}`)).body;
  const { id } = items.find(({ name }: { name: string }) => name === wanted);
  return (await kitchen.app.get(`/ingredients/${id}`)).body;
};
const declare = (wishes: object) => kitchen.cook.change('PATCH', '/preferences/:me', wishes);

const oatMilk = (quantity: number, rest: object = {}) => ({ name: 'oat milk', quantity, unit: 'ml', ...rest });
const butter = (quantity: number, rest: object = {}) => ({ name: 'butter', quantity, unit: 'g', ...rest });

describe('what may stand in for what is missing', () => {
  it('is offered, the best first, as it would go, and left where it is', async () => {
    await stock({ name: 'milk', quantity: 50, unit: 'ml' }, oatMilk(0.5, { unit: 'l' }), butter(60), {
      name: 'coconut oil',
      quantity: 1,
      unit: 'kg',
      openedOn: '2026-06-10',
    });
    const { body } = await make({ dryRun: true });
    expect(told(body.substitutions)).toEqual([
      ['milk', 'oat milk', 0.15, 'l'],
      ['margarine', 'butter', 60, 'g'],
      ['margarine', 'coconut oil', 0.04, 'kg'],
    ]);
    expect(inWords(body.used)).toEqual([['milk', 50, 'ml']]);
    expect(inWords(body.missing)).toEqual([
      ['milk', 150, 'ml'],
      ['margarine', 100, 'g'],
      ['eggs', 2, 'piece'],
      ['sugar', 100, 'g'],
    ]);
    const real = (await make()).body;
    expect([real.substitutions, real.used, real.missing]).toEqual([body.substitutions, body.used, body.missing]);
    const names = (await amounts()).map(([name]) => name);
    expect(names.toSorted()).toEqual(['butter', 'coconut oil', 'oat milk']);
  });

  it('goes where it is chosen, just as it was offered, and only the rest is missing', async () => {
    await stock(oatMilk(0.5, { unit: 'l' }), butter(60));
    const offers = await offered();
    const before = await items();
    const dry = (await make({ dryRun: true, substitutes: chosenOf(offers) })).body;
    expect(await items()).toEqual(before);

    const { body } = await make({ substitutes: chosenOf(offers) });
    expect(body).toEqual({ ...dry, dryRun: false, transactionId: expect.any(Number) });
    expect(body.substitutions).toEqual(offers);
    expect(inWords(body.used)).toEqual([
      ['oat milk', 0.2, 'l'],
      ['butter', 60, 'g'],
    ]);
    expect(inWords(body.missing)).toEqual([
      ['margarine', 40, 'g'],
      ['eggs', 2, 'piece'],
      ['sugar', 100, 'g'],
    ]);
    expect(await amounts()).toEqual([['oat milk', 0.3, 'l']]);
    const lines = (await kitchen.journal()).slice(0, 2);
    for (const line of lines) expect(line).toMatchObject({ transactionId: body.transactionId, reason: 'cooked' });
  });

  it('is told as it was chosen: what was not chosen is no longer offered', async () => {
    await stock(oatMilk(500), butter(60));
    const [milk] = await offered();
    const { body } = await make({ substitutes: chosenOf(milk ? [milk] : []) });
    expect(told(body.substitutions)).toEqual([['milk', 'oat milk', 200, 'ml']]);
    expect(inWords(body.missing)).toContainEqual(['margarine', 100, 'g']);
    expect(await amounts()).toEqual([
      ['oat milk', 300, 'ml'],
      ['butter', 60, 'g'],
    ]);
  });

  it('waits until every line has had the thing itself, also one that needs it less', async () => {
    const recipeId = await aDish(kitchen.app, 'Two milks', [
      '100 ml milk',
      '80 ml oat milk',
      '20 ml oat milk (optional)',
    ]);
    const { id } = await buy(oatMilk(130));
    const [offer] = await offered({ recipeId });
    expect(offer).toMatchObject({ missing: 'milk', itemId: id, quantity: 30 });
    const { body } = await make({ recipeId, substitutes: chosenOf(offer ? [offer] : []) });
    expect([inWords(body.used), inWords(body.missing)]).toEqual([[['oat milk', 130, 'ml']], [['milk', 70, 'ml']]]);
    expect(await amounts()).toEqual([]);
  });

  it('is told with nothing where the dish itself takes all of it', async () => {
    const recipeId = await aDish(kitchen.app, 'Both milks', ['100 ml milk', '100 ml oat milk']);
    const { id } = await buy(oatMilk(100));
    expect(await offered({ recipeId })).toEqual([]);
    const [gap] = (await make({ recipeId, dryRun: true })).body.missing;
    const { body } = await make({ recipeId, substitutes: [{ ingredientId: gap.ingredientId, itemId: id }] });
    expect(told(body.substitutions)).toEqual([['milk', 'oat milk', 0, 'ml']]);
    expect(inWords(body.missing)).toEqual([['milk', 100, 'ml']]);
  });

  it('is told with nothing, and stays, where what was chosen before it was enough', async () => {
    const soyMilk = { name: 'soy milk', quantity: 500, unit: 'ml' };
    const [oats, soy] = [await buy(oatMilk(500)), await buy(soyMilk)];
    const [{ ingredientId }] = (await make({ dryRun: true })).body.missing;
    const substitutes = [oats, soy].map(({ id: itemId }) => ({ ingredientId, itemId }));
    const { body } = await make({ substitutes });
    expect(body.substitutions.map(({ quantity }: Told) => quantity)).toEqual([200, 0]);
    expect((await amounts()).map(([, quantity]) => quantity)).toEqual([300, 500]);
  });

  it('is told once where a dish asks twice, its amounts added up', async () => {
    const recipeId = await aDish(kitchen.app, 'Milk twice', ['200 ml milk', '0.1 l milk']);
    await stock(oatMilk(250));
    const offers = await offered({ recipeId });
    expect(told(offers)).toEqual([['milk', 'oat milk', 250, 'ml']]);
    const { body } = await make({ recipeId, substitutes: chosenOf(offers) });
    expect(told(body.substitutions)).toEqual(told(offers));
    expect(inWords(body.missing)).toEqual([['milk', 0.05, 'l']]);
  });

  it('is counted by weight: of leek what an onion weighs', async () => {
    const recipeId = await aDish(kitchen.app, 'Crisp onion', ['1 onion']);
    await stock({ name: 'leek', quantity: 1, unit: 'kg' });
    const { pieces } = await foodNamed('onion');
    expect(told(await offered({ recipeId }))).toEqual([['onion', 'leek', pieces.piece / 1000, 'kg']]);
  });

  it('is counted one for one where the table says so: an egg for a yolk', async () => {
    const recipeId = await aDish(kitchen.app, 'Custard', ['3 egg yolks']);
    await stock({ name: 'egg', quantity: 6, unit: 'piece' });
    expect(told(await offered({ recipeId }))).toEqual([['egg yolks', 'egg', 3, 'piece']]);
  });

  it('goes behind all else where it is not liked, and is offered only where that is not enough', async () => {
    const soyMilk = (quantity: number) => ({ name: 'soy milk', quantity, unit: 'ml' });
    const foods = async () => (await offered()).map(({ use, quantity }) => [use, quantity]);
    await stock(soyMilk(50), oatMilk(500));
    expect(await foods()).toEqual([
      ['soy milk', 50],
      ['oat milk', 150],
    ]);
    await declare({ dislikedIngredients: ['soy milk'] });
    expect(await foods()).toEqual([['oat milk', 200]]);
    expect((await ranked()).find(({ recipe }) => recipe.id === pudding)?.substitutions).toMatchObject([
      { missing: 'milk', use: 'oat milk' },
    ]);

    await kitchen.act('consume', { ingredient: 'oat milk', quantity: 450, unit: 'ml', reason: 'consumed' });
    expect(await foods()).toEqual([
      ['oat milk', 50],
      ['soy milk', 50],
    ]);
  });

  it('has no amount where the recipe names none: it is told, nothing of it goes, and the line stays open', async () => {
    await stock({ name: 'chervil', quantity: 20, unit: 'g' }, { name: 'coriander', quantity: 20, unit: 'g' });
    const offers = await offered();
    expect(told(offers)).toEqual([['parsley', 'chervil', null, null]]);
    const before = await amounts();
    const { body } = await make({ substitutes: chosenOf(offers) });
    expect([body.substitutions, body.unresolved, body.used]).toEqual([offers, ['parsley, to serve'], []]);
    expect(await amounts()).toEqual(before);

    await stock({ name: 'parsley', quantity: 5, unit: 'g' });
    expect(await offered()).toEqual([]);
  });

  it('is nothing where every house has the thing, or where it can be left out', async () => {
    const recipeId = await aDish(kitchen.app, 'Plain', ['200 g rice', 'salt', 'parsley, to serve (optional)']);
    await stock({ name: 'chervil', quantity: 20, unit: 'g' }, { name: 'celery salt', quantity: 20, unit: 'g' });
    expect(await offered({ recipeId })).toEqual([]);
  });

  it('goes opened ones first, then those due first; nothing past its use-by day is offered', async () => {
    await stock(
      oatMilk(50, { expiresOn: '2026-06-14', expiryKind: 'use-by' }),
      oatMilk(60, { expiresOn: '2026-07-30' }),
      oatMilk(70, { expiresOn: '2026-07-01' }),
      oatMilk(80, { expiresOn: '2026-07-20', openedOn: '2026-06-14' }),
    );
    const offers = await offered();
    expect(offers.map(({ quantity }) => quantity)).toEqual([80, 70, 50]);
    const { body } = await make({ substitutes: chosenOf(offers.slice(1).toReversed()) });
    expect(body.substitutions.map(({ quantity }: Told) => quantity)).toEqual([60, 70]);
    expect(inWords(body.missing)).toContainEqual(['milk', 70, 'ml']);
  });

  it('all comes back where the dish is taken back, left-overs go, and it was not cooked', async () => {
    await stock(oatMilk(200), butter(60, { openedOn: '2026-06-10' }));
    const [before, learned] = [await items(), (await kitchen.cook.get('/preferences/:me')).body.learned];
    const { body } = await make({ substitutes: chosenOf(await offered()), leftovers: 1 });
    expect(await amounts()).toEqual([['Leftovers: Odd pudding', 1, 'portion']]);
    expect((await kitchen.cook.get('/preferences/:me')).body.learned.samples).toBe(learned.samples + 1);
    expect((await kitchen.undo(body.transactionId)).status).toBe(200);
    const any = (all: readonly object[]) => all.map((item) => ({ ...item, version: 'any' }));
    expect(any(await items())).toEqual(any(before));
    expect((await kitchen.cook.get('/preferences/:me')).body.learned).toEqual(learned);
  });

  it('is what recommendations tell of for the same pantry, and they know at once what went', async () => {
    await stock(
      oatMilk(500),
      butter(60),
      { name: 'coconut oil', quantity: 1, unit: 'kg' },
      { name: 'shallot', quantity: 3, unit: 'piece' },
    );
    const own = (recipes: readonly Ranked[]) => recipes.find(({ recipe }) => recipe.id === pudding)?.substitutions;
    const before = await ranked();
    const offers = await offered();
    expect(offers).toHaveLength(3);
    expect(own(before)).toEqual(offers.map(({ missing, use, confidence }) => ({ missing, use, confidence })));

    await make({ substitutes: chosenOf(offers) });
    const uses = (recipes: readonly Ranked[]) =>
      recipes.flatMap(({ substitutions }) => substitutions.map(({ use }) => use));
    expect([uses(before).includes('butter'), uses(await ranked()).includes('butter')]).toEqual([true, false]);
  });

  it('is offered for every dish as recommendations tell of it, but for what nobody can measure', async () => {
    await stock(...readmeKitchen, oatMilk(500), { name: 'leeks', quantity: 2, unit: 'piece' });
    const idsByName = new Map((await items()).map(({ name, id }) => [name, id]));
    const inShort = ({ missing, use, confidence }: Ranked['substitutions'][number]) => ({ missing, use, confidence });
    let agreed = 0;
    for (const { recipe, substitutions } of await ranked()) {
      const dry = (await make({ recipeId: recipe.id, dryRun: true })).body;
      const offers: object[] = dry.substitutions.map(inShort);
      expect(substitutions).toEqual(expect.arrayContaining(offers));
      agreed += offers.length;
      for (const { missing, use } of substitutions.filter(
        (one) => !offers.some((offer) => isDeepStrictEqual(offer, one)),
      )) {
        const gap = dry.missing.find(({ name }: { name: string }) => name === missing);
        if (!gap) continue;
        const substitutes = [{ ingredientId: gap.ingredientId, itemId: idsByName.get(use) }];
        const refused = expectProblem(await make({ recipeId: recipe.id, substitutes }), 422);
        expect([recipe.id, missing, use, refused.type]).toEqual([
          recipe.id,
          missing,
          use,
          'urn:prepsense:no-conversion',
        ]);
      }
    }
    expect(agreed).toBeGreaterThan(50);
  });
});

describe('nothing that somebody declared', () => {
  it.each(allergens)('is offered or taken to stand in: %s', async (allergen) => {
    const recipeId = await aDish(kitchen.app, 'All at once', ASKED);
    await stock(...AT_HOME.map((name) => ({ name, quantity: 30, unit: 'g' })));
    const before = await offered({ recipeId });
    await declare({ allergens: [allergen] });
    const foods = new Map((await items()).map(({ id, ingredientId }) => [id, Number(ingredientId)]));
    const holds = async ({ itemId }: Told): Promise<boolean> => {
      const food = await kitchen.app.get(`/ingredients/${foods.get(itemId) ?? 0}`);
      const { contains, mayContain } = food.body.allergens;
      return [...contains, ...mayContain].includes(allergen);
    };
    for (const offer of await offered({ recipeId }))
      expect([offer.use, await holds(offer)]).toEqual([offer.use, false]);
    let unsafe = 0;
    for (const offer of before) {
      if (!(await holds(offer))) continue;
      unsafe += 1;
      const refused = expectProblem(await make({ recipeId, substitutes: chosenOf([offer]) }), 422);
      expect([offer.use, refused.type]).toEqual([offer.use, 'urn:prepsense:must-not-be-eaten']);
    }
    expect(unsafe).toBeGreaterThan(0);
  });

  it('goes into what is safe as it is written, though it goes into what is not: somebody else eats that', async () => {
    const recipeId = await aDish(kitchen.app, 'Dressed', ['2 tbsp oil', '50 g oats', '100 g cashew cheese']);
    await stock(...['peanut oil', 'quick oats', 'cashew cheese'].map((name) => ({ name, quantity: 500, unit: 'g' })));
    const usedBy = async (wishes: object): Promise<string[]> => {
      await declare(wishes);
      return (await make({ recipeId, dryRun: true })).body.used.map(({ name }: { name: string }) => name);
    };
    expect(await usedBy({})).toEqual(['peanut oil', 'quick oats', 'cashew cheese']);
    expect(await usedBy({ allergens: ['peanuts'] })).toEqual(['quick oats', 'cashew cheese']);
    expect(await usedBy({ allergens: ['nuts', 'milk'] })).toEqual(['peanut oil', 'cashew cheese']);
  });

  it('is offered or taken: no diet is broken', async () => {
    await stock(butter(60), { name: 'coconut oil', quantity: 1, unit: 'kg' });
    const [first] = await offered();
    expect(first?.use).toBe('butter');
    await declare({ diets: ['vegan'] });
    expect(told(await offered())).toEqual([['margarine', 'coconut oil', 0.1, 'kg']]);
    await changesNothing(kitchen.app, async () => {
      const refused = expectProblem(await make({ substitutes: chosenOf(first ? [first] : []) }), 422);
      expect(refused.type).toBe('urn:prepsense:must-not-be-eaten');
    });
  });
});

describe('a choice', () => {
  it('that cannot be is refused, by name, and nothing goes', async () => {
    const { id: oats } = await buy(oatMilk(500));
    await buy({ name: 'sugar', quantity: 1, unit: 'kg' });
    const { id: rice } = await buy({ name: 'rice', quantity: 1, unit: 'kg' });
    const { id: old } = await buy(butter(50, { expiresOn: '2026-06-14', expiryKind: 'use-by' }));
    const { id: tub } = await buy(butter(1, { unit: 'tub' }));
    const { id: own } = await buy({ name: 'semi-skimmed milk', quantity: 50, unit: 'ml' });
    const other = await Cook.with(kitchen.app, [oatMilk(500)]);
    const [foreign] = (await other.get('/pantry/:me')).body.items;
    const idOf = async (name: string) =>
      (await make({ dryRun: true })).body.missing.find((line: { name: string }) => line.name === name).ingredientId;
    const [milk, margarine] = [await idOf('milk'), await idOf('margarine')];
    const sugar = (await items()).find(({ name }) => name === 'sugar')?.ingredientId;

    const refusals = [
      [404, 'not-found', milk, 2147483647],
      [404, 'not-found', milk, foreign.id],
      [422, 'spoiled', margarine, old],
      [422, 'not-missing', sugar, oats],
      [422, 'not-missing', 2147483647, oats],
      [422, 'no-substitute', milk, rice],
      [422, 'no-substitute', milk, own],
      [422, 'no-conversion', margarine, tub],
    ] as const;
    await changesNothing(kitchen.app, async () => {
      for (const dryRun of [true, false]) {
        for (const [status, code, ingredientId, itemId] of refusals) {
          const substitutes = [
            { ingredientId: milk, itemId: oats },
            { ingredientId, itemId },
          ];
          const { type, detail } = expectProblem(await make({ substitutes, dryRun }), status);
          expect(type).toBe(`urn:prepsense:${code}`);
          expect(detail).toMatch(code === 'not-missing' ? String(ingredientId) : String(itemId));
        }
      }
    });
    expect(told(await offered())).toEqual([['milk', 'oat milk', 150, 'ml']]);
  });

  it('is checked like any input', async () => {
    const { id } = await buy(oatMilk(500));
    const pair = { ingredientId: 1, itemId: id };
    const wrong = [
      [[pair, { ingredientId: 2, itemId: id }, pair], '/substitutes/2'],
      [Array.from({ length: 51 }, (_, at) => ({ ...pair, ingredientId: at + 1 })), '/substitutes'],
      ['all', '/substitutes'],
      [null, '/substitutes'],
      [[null], '/substitutes/0'],
      [[5], '/substitutes/0'],
      [[{ ...pair, itemId: '5' }], '/substitutes/0/itemId'],
      [[{ ...pair, ingredientId: 2 ** 31 }], '/substitutes/0/ingredientId'],
      [[{ itemId: id }], '/substitutes/0/ingredientId'],
      [[{ ...pair, quantity: 5 }], '/substitutes/0/quantity'],
    ];
    await changesNothing(kitchen.app, async () => {
      for (const [substitutes, pointer] of wrong) {
        const { errors } = expectProblem(await make({ substitutes }), 400);
        expect([substitutes, errors[0].pointer]).toEqual([substitutes, pointer]);
      }
    });
  });
});
