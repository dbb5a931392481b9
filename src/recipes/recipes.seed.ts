import { fileURLToPath } from 'node:url';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '#cache';
import { Database } from '../database/database.js';
import { fingerprintOf, Seeds } from '../database/seeds.js';
import { IngredientsSeed } from '../ingredients/ingredients.seed.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { readRecipeFiles } from './recipe-files.js';
import { makeRecipe } from './recipe-import.js';
import { RecipeImporter, type ImportReport } from './recipe-importer.js';
import { sourceAgain } from './recipe-source.js';
import { RecipesRepository } from './recipes.repository.js';

const NAME = 'recipes';
/** The data of both rooms, and the rules by which recipes are read and judged. */
const MADE_FROM = ['.', '../ingredients'].map((room) => fileURLToPath(new URL(`${room}/`, import.meta.url)));

/** Where the recipes that come with the program come from. */
export const CATALOGUE = {
  source: 'PrepSense',
  license: 'https://creativecommons.org/publicdomain/zero/1.0/',
} as const;

/**
 * Brings the catalogue up to the data files at start, by the same import as everything else. When the ingredient table changed,
 * recipes of other sources are worked out again as well: an allergen that was mended there must reach them.
 */
@Injectable()
export class RecipesSeed implements OnApplicationBootstrap {
  readonly #logger = new Logger(RecipesSeed.name);

  constructor(
    private readonly database: Database,
    private readonly ingredientsSeed: IngredientsSeed,
    private readonly ingredients: IngredientsService,
    private readonly importer: RecipeImporter,
    private readonly repository: RecipesRepository,
    private readonly seeds: Seeds,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const changedIngredients = await this.ingredientsSeed.done();
    const fingerprint = await fingerprintOf(MADE_FROM);
    if (changedIngredients === 0 && (await this.seeds.isCurrent(NAME, fingerprint))) return;

    const { imported, updated } = await this.seed();
    if (imported + updated > 0) this.#logger.log(`${imported} recipes added, ${updated} changed`);

    const again = changedIngredients > 0 ? await this.workOutAgain() : 0;
    if (again > 0) this.#logger.log(`${again} recipes worked out again`);
    await this.seeds.note(NAME, fingerprint, new Date(this.clock.now()));
  }

  async seed(): Promise<ImportReport> {
    const documents = await readRecipeFiles();
    const run = await this.importer.begin(CATALOGUE);
    await this.database.transaction(async () => {
      await this.repository.lockForSeed();
      await run.add(documents);
    });
    await run.announce();
    return run.report;
  }

  /** Works recipes of other sources out again by today's table; resolves with how many came out otherwise. */
  async workOutAgain(): Promise<number> {
    const run = await this.importer.begin();
    const book = await this.ingredients.book();
    await this.database.transaction(async () => {
      await this.repository.lockForSeed();
      for await (const batch of this.repository.batchesNotFrom(CATALOGUE.source)) {
        await run.store(
          batch.map((recipe) => ({
            ...makeRecipe(sourceAgain(recipe), book, this.importer.elsewhere),
            slug: recipe.slug,
          })),
        );
      }
    });
    await run.announce();
    return run.report.updated;
  }
}
