import { describe, expect, it } from '@jest/globals';
import { allSpellings, canonicalUnit, isUnit, unitOf } from './units.js';

describe('units', () => {
  it('knows every usual spelling by one name', () => {
    const spellings: Record<string, readonly string[]> = {
      g: ['g', 'G', 'gram', 'grams', 'grammes', 'gr.'],
      kg: ['kg', 'kilos', 'kilograms'],
      lb: ['lb', 'lbs.', 'pounds'],
      ml: ['ml', 'mL', 'millilitres', 'milliliter'],
      l: ['l', 'L', 'litres', 'liter'],
      tsp: ['tsp', 'tsp.', 't', 'teaspoons'],
      tbsp: ['tbsp', 'Tbsp.', 'T', 'Tb', 'TB', 'tablespoons'],
      cup: ['c', 'C', 'cups'],
      'fl oz': ['fl oz', 'fl. oz.', 'fluid ounces'],
      can: ['can', 'tins', 'cans'],
      leaf: ['leaf', 'leaves'],
      loaf: ['loaves'],
      piece: ['piece', 'pcs', 'pieces'],
      clove: ['cloves'],
      bunch: ['bunches'],
      pinch: ['pinches'],
      handful: ['handfuls'],
    };
    for (const [id, texts] of Object.entries(spellings)) {
      for (const text of texts) expect([text, canonicalUnit(text)]).toEqual([text, id]);
    }
  });

  it('takes nothing else for a unit', () => {
    for (const text of ['', ' ', 'flour', 'large', 'cm', '%', '__proto__', 'constructor'])
      expect(isUnit(text)).toBe(false);
  });

  it('spells every unit as itself', () => {
    for (const { id } of allSpellings().values()) expect(canonicalUnit(id)).toBe(id);
  });

  it('keeps US and imperial measures apart', () => {
    expect(unitOf('pint')?.factor?.toString()).toBe('473.176473');
    expect(unitOf('imperial pint')?.factor?.toString()).toBe('568.26125');
    expect(unitOf('gill')?.factor?.times(4).toString()).toBe(unitOf('pint')?.factor?.toString());
    expect(unitOf('imperial gill')?.factor?.times(4).toString()).toBe(unitOf('imperial pint')?.factor?.toString());
  });
});
