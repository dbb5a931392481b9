/** A recipe of somebody else, as far as we keep it: its text and what is in it stay where it is. */
export interface ProviderRecipe {
  /** The provider's own. */
  readonly id: number;
  readonly title: string;
  /** An https address, or null. */
  readonly image: string | null;
}

/** Somebody outside who knows recipes that we don't. Nothing is known of their allergens and diets. */
export abstract class RecipeProvider {
  abstract readonly name: string;

  /** False where nobody is there to be asked. */
  abstract readonly isOn: boolean;

  /** A few that fit the words, best first. Throws an `OutsideError` when it cannot be asked or gives no answer that is one. */
  abstract find(query: string): Promise<readonly ProviderRecipe[]>;
}

/** Without a key nobody is asked. */
export class NoProvider extends RecipeProvider {
  readonly name = 'nobody';
  readonly isOn = false;

  async find(): Promise<readonly ProviderRecipe[]> {
    return [];
  }
}
