import { allergens, type Allergen } from './ingredient.js';

/** What else people call the fourteen. A wide word means all that it may mean: who leaves out seafood is shown neither fish nor squid. */
const ALSO_CALLED: Readonly<Record<string, readonly Allergen[]>> = {
  dairy: ['milk'],
  'dairy product': ['milk'],
  lactose: ['milk'],
  groundnut: ['peanuts'],
  mollusk: ['molluscs'],
  seafood: ['crustaceans', 'fish', 'molluscs'],
  'sesame seed': ['sesame'],
  shellfish: ['crustaceans', 'molluscs'],
  soy: ['soybeans'],
  soya: ['soybeans'],
  'soya bean': ['soybeans'],
  sulfite: ['sulphites'],
  'sulphur dioxide': ['sulphites'],
  'tree nut': ['nuts'],
  wheat: ['gluten'],
};

const BY_NAME: ReadonlyMap<string, readonly Allergen[]> = new Map([
  ...allergens.map((one) => [singular(one), [one]] as const),
  ...Object.entries(ALSO_CALLED),
]);

/** All that they are called, in small letters and each as of one. */
export const namesOfAllergens: readonly string[] = [...BY_NAME.keys()];

/** The allergens that a name means by itself, in whatever case and number; none where it is that of a food or of anything else. */
export function allergensCalled(name: string): readonly Allergen[] {
  return BY_NAME.get(asNamed(name)) ?? [];
}

/** A name as `namesOfAllergens` has them. */
export function asNamed(name: string): string {
  return singular(
    name
      .toLowerCase()
      .replace(/[-\s]+/g, ' ')
      .trim(),
  );
}

function singular(name: string): string {
  return name.replace(/s$/, '');
}
