/** What a test does not care about, in the shapes that the routes take. */

export interface PantryItemInput {
  readonly name: string;
  readonly quantity: number | string;
  readonly unit: string;
  readonly location: 'pantry' | 'fridge' | 'freezer';
  readonly purchasedOn?: string;
  readonly expiresOn?: string | null;
  readonly [field: string]: unknown;
}

export function aPantryItem(input: Partial<PantryItemInput> = {}): PantryItemInput {
  return { name: 'egg', quantity: 6, unit: 'piece', location: 'fridge', ...input };
}
