import { Decimal } from 'decimal.js';
import pluralize from 'pluralize';

export type Dimension = 'mass' | 'volume' | 'count';

/** A unit in its one spelling. Mass and volume know their exact size in grams or millilitres; a count word has none. */
export interface Unit {
  readonly id: string;
  readonly dimension: Dimension;
  readonly factor?: Decimal;
}

type Measure = readonly [id: string, factor: string, ...spellings: string[]];

const MASSES: readonly Measure[] = [
  ['mg', '0.001', 'milligram', 'milligramme'],
  ['g', '1', 'gram', 'gramme', 'gr', 'grm', 'gm', 'gms'],
  ['kg', '1000', 'kilogram', 'kilogramme', 'kilo', 'kgs'],
  ['oz', '28.349523125', 'ounce', 'ozs'],
  ['lb', '453.59237', 'pound', 'lbs'],
];

/** Cups and spoons are the US customary ones; imperial measures are asked for by name. */
const VOLUMES: readonly Measure[] = [
  ['ml', '1', 'millilitre', 'milliliter', 'mls', 'cc'],
  ['cl', '10', 'centilitre', 'centiliter'],
  ['dl', '100', 'decilitre', 'deciliter'],
  ['l', '1000', 'litre', 'liter', 'ltr'],
  ['tsp', '4.92892159375', 'teaspoon', 'teapsoon', 'tea spoon', 'tsps', 'teasp', 'ts', 'tl', 'tsk'],
  ['tbsp', '14.78676478125', 'tablespoon', 'table spoon', 'tbsps', 'tbs', 'tb', 'tbl', 'tblsp', 'tbspn', 'el', 'msk'],
  ['dessertspoon', '9.8578431875', 'dessert spoon', 'dsp', 'dstspn'],
  ['fl oz', '29.5735295625', 'fluid ounce', 'fl ounce', 'floz', 'fluid oz', 'us fl oz'],
  ['cup', '236.5882365', 'us cup'],
  ['gill', '118.29411825', 'us gill'],
  ['pint', '473.176473', 'pt', 'pts', 'us pint'],
  ['quart', '946.352946', 'qt', 'qts', 'us quart'],
  ['gallon', '3785.411784', 'gal', 'us gallon'],
  ['metric cup', '250'],
  ['imperial fl oz', '28.4130625', 'imperial fluid ounce', 'uk fl oz'],
  ['imperial cup', '284.130625', 'uk cup'],
  ['imperial gill', '142.0653125', 'uk gill'],
  ['imperial pint', '568.26125', 'uk pint'],
  ['imperial quart', '1136.5225', 'uk quart'],
  ['imperial gallon', '4546.09', 'uk gallon'],
];

/** What cooks count in. How much one is depends on the food, if it is known at all. */
const COUNTS: readonly (readonly [id: string, ...spellings: string[]])[] = [
  ['piece', 'pieces', 'pc', 'pcs', 'each', 'ea', 'unit', 'item', 'whole', 'count', 'ct'],
  ['clove'],
  ['slice'],
  ['bunch', 'bundle'],
  ['sprig', 'twig'],
  ['leaf', 'leafs'],
  ['stalk', 'stem', 'rib'],
  ['head'],
  ['can', 'tin'],
  ['jar'],
  ['cube'],
  ['stick'],
  ['fillet', 'filet'],
  ['breast'],
  ['thigh'],
  ['rasher'],
  ['strip'],
  ['sheet'],
  ['ball'],
  ['block'],
  ['wedge'],
  ['floret'],
  ['ear'],
  ['loaf'],
  ['handful', 'handfull', 'fistful'],
  ['pinch', 'pn'],
  ['dash', 'ds'],
  ['splash'],
  ['drizzle'],
  ['glug'],
  ['dollop'],
  ['drop'],
  ['squeeze'],
  ['sprinkle', 'sprinkling'],
  ['knob', 'pat'],
  ['scoop'],
  ['sachet', 'packet', 'pkt', 'pck', 'envelope'],
  ['pack', 'package', 'pkg', 'packs', 'sleeve'],
  ['bag'],
  ['box', 'carton', 'punnet'],
  ['tub', 'pot', 'container'],
  ['tube'],
  ['bottle'],
  ['glass', 'wineglass', 'wine-glass'],
  ['mug'],
  ['bowl'],
  ['bar', 'slab'],
  ['square'],
  ['roll'],
  ['pod'],
  ['shot', 'jigger', 'measure'],
  ['thumb'],
  ['portion', 'serving'],
];

const UNITS: readonly (readonly [Unit, readonly string[]])[] = [
  ...MASSES.map(([id, factor, ...spellings]) => measure('mass', id, factor, spellings)),
  ...VOLUMES.map(([id, factor, ...spellings]) => measure('volume', id, factor, spellings)),
  ...COUNTS.map(([id, ...spellings]) => [{ id, dimension: 'count' }, spellings] as const),
];

/** Where the case alone tells a spoon from the other: `T` is a tablespoon. */
const CASED: ReadonlyMap<string, string> = new Map([
  ['T', 'tbsp'],
  ['Tb', 'tbsp'],
  ['t', 'tsp'],
  ['C', 'cup'],
  ['c', 'cup'],
]);

const byId = new Map<string, Unit>();
const bySpelling = new Map<string, Unit>();
for (const [unit, spellings] of UNITS) {
  byId.set(unit.id, unit);
  for (const spelling of [unit.id, ...spellings]) {
    bySpelling.set(spelling, unit);
    if (spelling.length > 2) bySpelling.set(pluralize.plural(spelling), unit);
  }
}

/** The one spelling of a unit: `canonicalUnit('Tablespoons')` is `tbsp`; undefined for what is no unit. */
export function canonicalUnit(text: string): string | undefined {
  return unitOf(text)?.id;
}

/** True for every spelling, plural and abbreviation that is known. */
export function isUnit(text: string): boolean {
  return unitOf(text) !== undefined;
}

/** True for a unit to count in: a piece, a clove, a can. */
export function isCount(unit: string): boolean {
  return unitOf(unit)?.dimension === 'count';
}

/** The unit that a text spells, with its dimension and size. */
export function unitOf(text: string): Unit | undefined {
  const plain = text.trim().replace(/\.+$/, '');
  const cased = CASED.get(plain);
  if (cased !== undefined) return byId.get(cased);
  return bySpelling.get(plain.toLowerCase().replaceAll('.', '').replace(/\s+/g, ' '));
}

/** Every spelling of every unit, with the unit it names; for the parser of recipe lines. */
export function allSpellings(): ReadonlyMap<string, Unit> {
  return bySpelling;
}

function measure(
  dimension: Dimension,
  id: string,
  factor: string,
  spellings: readonly string[],
): readonly [Unit, readonly string[]] {
  return [{ id, dimension, factor: new Decimal(factor) }, spellings];
}
