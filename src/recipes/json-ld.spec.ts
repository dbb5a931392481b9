import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isSkipped, recipesIn, sourceOf, type RecipeSource } from './json-ld.js';

const cake = { '@type': 'Recipe', name: 'Cake', recipeIngredient: ['2 eggs'] };

function read(more: object): RecipeSource {
  const source = sourceOf({ ...cake, ...more });
  if (isSkipped(source)) throw new Error(source.reason);
  return source;
}

describe('finding recipes in a document', () => {
  it.each([
    ['one', cake, 1],
    ['a list', [cake, cake], 2],
    ['a graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebPage' }, cake] }, 1],
    ['the subject of a page', { '@type': 'WebPage', mainEntity: cake }, 1],
    ['several types', { ...cake, '@type': ['Recipe', 'NewsArticle'] }, 1],
    ['a type with its vocabulary', { ...cake, '@type': 'http://schema.org/Recipe' }, 1],
  ])('takes %s', (_, document, count) => {
    expect(recipesIn(document).recipes).toHaveLength(count);
  });

  it.each([null, 7, 'Cake', [], {}, { '@type': 'Person', name: 'Ann' }])('names %j as no recipe', (document) => {
    expect(recipesIn(document)).toMatchObject({ recipes: [], skipped: [{ reason: 'is no schema.org/Recipe' }] });
  });
});

describe('reading a recipe', () => {
  it('takes every shape of a yield', () => {
    for (const recipeYield of [
      4,
      '4',
      '4 servings',
      'Serves 4-6',
      'Servings - 4',
      ['4', '4 bowls'],
      { '@type': 'QuantitativeValue', value: 4 },
    ]) {
      expect(read({ recipeYield }).servings).toBe(4);
    }
    for (const recipeYield of ['some', '0', '', null, -3.5e9]) expect(read({ recipeYield }).servings).toBeNull();
  });

  it('takes every shape of instructions', () => {
    const steps = ['Mix.', 'Bake.'];
    const shapes = [
      steps,
      'Mix.\nBake.',
      '1. Mix.\n2. Bake.',
      '<ol><li>Mix.</li><li>Bake.</li></ol>',
      '<p>Mix.</p><p>Bake.</p>',
      steps.map((text) => ({ '@type': 'HowToStep', text })),
      [
        {
          '@type': 'HowToSection',
          name: 'Dough',
          itemListElement: steps.map((text) => ({ '@type': 'HowToStep', text })),
        },
      ],
      { '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', item: { text: 'Mix.' } }, { text: 'Bake.' }] },
    ];
    for (const recipeInstructions of shapes) expect(read({ recipeInstructions }).steps).toEqual(steps);
  });

  it('takes times as ISO durations and in words', () => {
    expect(read({ prepTime: 'PT1H30M', cookTime: 'P0DT0H20M', totalTime: '1 hour 50 min' })).toMatchObject({
      prepMinutes: 90,
      cookMinutes: 20,
      totalMinutes: 110,
    });
    expect(read({ prepTime: 'soon', cookTime: 'P9999999D', totalTime: 'PT' })).toMatchObject({
      prepMinutes: null,
      cookMinutes: null,
      totalMinutes: null,
    });
  });

  it('takes keywords and categories as a list and as one text', () => {
    expect(read({ keywords: 'quick, vegan; cake' }).keywords).toEqual(['quick', 'vegan', 'cake']);
    expect(read({ keywords: ['quick', 'quick', 'vegan'] }).keywords).toEqual(['quick', 'vegan']);
    expect(read({ recipeCategory: 'Dessert' }).categories).toEqual(['Dessert']);
  });

  it('takes pictures by address alone', () => {
    const address = 'https://example.org/cake.jpg';
    for (const image of [address, [address], { '@type': 'ImageObject', url: address }, [{ url: address }]]) {
      expect(read({ image }).image).toBe(address);
    }
    for (const image of ['javascript:alert(1)', 'data:image/png;base64,AA', {}, 7])
      expect(read({ image }).image).toBeNull();
  });

  it('keeps no markup and no control characters', () => {
    const source = read({
      name: '<b>Cake</b> &amp; cream\u0000\u202e<script>alert(1)</script>',
      recipeInstructions: ['Mix &lt;script&gt;alert(1)&lt;/script&gt; well', 'Bake <img src=x onerror=alert(1)'],
      recipeIngredient: ['&frac12; cup <i>sugar</i>\ud800'],
    });
    expect(source.name).toBe('Cake & cream');
    expect(source.steps).toEqual(['Mix well', 'Bake']);
    expect(source.lines).toEqual(['½ cup sugar']);
  });

  it('says what it cannot take', () => {
    expect(sourceOf({ ...cake, name: ' <p></p> ' })).toEqual({ name: '(no name)', reason: 'has no name' });
    expect(sourceOf({ ...cake, recipeIngredient: [] })).toEqual({ name: 'Cake', reason: 'has no ingredients' });
    expect(sourceOf({ ...cake, recipeIngredient: Array.from({ length: 1001 }, () => 'egg') })).toHaveProperty('reason');
  });

  it('keeps to its limits', () => {
    const source = read({
      name: 'x'.repeat(5000),
      recipeIngredient: ['y'.repeat(50_000)],
      description: 'z'.repeat(50_000),
    });
    expect([source.name.length, source.lines[0]?.length, source.summary.length]).toEqual([300, 10_000, 2000]);
    expect(read({ recipeIngredient: Array.from({ length: 500 }, (_, at) => `${at} eggs`) }).lines).toHaveLength(500);
  });

  it('sets no prototype, whatever the names of the members', () => {
    const hostile: unknown = JSON.parse(
      '{"@type":"Recipe","__proto__":{"name":"stolen","polluted":true},"constructor":{"prototype":{"polluted":true}},"recipeIngredient":["egg"]}',
    );
    const [recipe] = recipesIn(hostile).recipes;
    expect(recipe && sourceOf(recipe)).toEqual({ name: '(no name)', reason: 'has no name' });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('never fails, whatever stands in the fields', () => {
    const keys = [
      'name',
      'recipeIngredient',
      'recipeInstructions',
      'recipeYield',
      'prepTime',
      'image',
      'keywords',
      '@graph',
      'author',
    ];
    const fields = fc.dictionary(fc.constantFrom(...keys), fc.jsonValue({ maxDepth: 4 }));
    fc.assert(
      fc.property(fields, (more) => {
        const { recipes } = recipesIn({ ...cake, ...more });
        for (const recipe of recipes) expect(sourceOf(recipe)).toHaveProperty('name');
      }),
    );
  });
});
