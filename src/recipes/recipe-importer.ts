import { Injectable } from '@nestjs/common';
import { Cache, Clock } from '#cache';
import { eachMade, inSlices } from '../background/in-slices.js';
import { Config } from '../config/config.js';
import type { IngredientBook } from '../ingredients/ingredient-book.js';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { isSkipped, recipesIn, sourceOf, wasCut, type RecipeSource, type Skipped } from './json-ld.js';
import { makeRecipe, slugBesideOf, UNKNOWN_ORIGIN, type MadeRecipe, type Origin } from './recipe-import.js';
import { recipesTag } from './recipes.cache.js';
import { RecipesRepository } from './recipes.repository.js';

/** What became of the recipes of an import: every one is counted or named. */
export interface ImportReport {
  imported: number;
  updated: number;
  unchanged: number;
  readonly skipped: Skipped[];
  /** Recipes that were taken, but not whole. */
  readonly warnings: Skipped[];
  /** Ingredient lines, and how many of them are known foods. */
  lines: number;
  resolved: number;
}

/** Recipes that are stored at a time. */
const BATCH = 200;

/** Brings recipes into the catalogue, however they are served: the data files, the command and the HTTP route. */
@Injectable()
export class RecipeImporter {
  /** Of what comes from elsewhere and says nothing of it. */
  readonly elsewhere: Origin;

  constructor(
    private readonly repository: RecipesRepository,
    private readonly ingredients: IngredientsService,
    private readonly cache: Cache,
    private readonly clock: Clock,
    { MEASURES: measures }: Config,
  ) {
    this.elsewhere = { ...UNKNOWN_ORIGIN, measures };
  }

  /** Begins an import; recipes of it that share a slug are told apart. */
  async begin(origin = this.elsewhere): Promise<ImportRun> {
    return new ImportRun(await this.ingredients.book(), origin, this.repository, this.cache, this.clock);
  }
}

/** One import, batch by batch: memory for one batch and for the slugs. */
export class ImportRun {
  readonly report: ImportReport = {
    imported: 0,
    updated: 0,
    unchanged: 0,
    skipped: [],
    warnings: [],
    lines: 0,
    resolved: 0,
  };
  readonly #seen = new Set<string>();

  constructor(
    private readonly book: IngredientBook,
    private readonly origin: Origin,
    private readonly repository: RecipesRepository,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  /** Stores the recipes of some JSON-LD documents; what is new is seen by readers after `announce`. */
  async add(documents: readonly unknown[]): Promise<void> {
    const sources = documents.flatMap((document) => this.#sourcesIn(document));
    for (let at = 0; at < sources.length; at += BATCH) {
      const batch = sources.slice(at, at + BATCH);
      await this.store(await inSlices(eachMade(batch, (source) => this.#made(source))));
    }
  }

  /** Stores some hundred recipes that are made already. */
  async store(made: readonly MadeRecipe[]): Promise<void> {
    const placed = await this.#inTheirPlaces(made);
    const held = new Map(
      (await this.repository.heldBySlug(placed.map(({ slug }) => slug))).map((one) => [one.slug, one]),
    );
    const changed = placed.filter(({ slug, contentHash }) => held.get(slug)?.contentHash !== contentHash);

    await this.repository.upsert(changed, new Date(this.clock.now()));
    const updated = changed.filter(({ slug }) => held.has(slug)).length;
    this.report.imported += changed.length - updated;
    this.report.updated += updated;
    this.report.unchanged += placed.length - changed.length;
  }

  /** Tells the readers of the catalogue; to be called after the commit. */
  async announce(): Promise<void> {
    if (this.report.imported + this.report.updated > 0) await this.cache.invalidate(recipesTag());
  }

  #sourcesIn(document: unknown): RecipeSource[] {
    const { recipes, skipped } = recipesIn(document);
    const read = recipes.map(sourceOf);
    this.report.skipped.push(...skipped, ...read.filter(isSkipped));
    return read.filter((one): one is RecipeSource => !isSkipped(one));
  }

  #made(source: RecipeSource): MadeRecipe {
    const recipe = makeRecipe(source, this.book, this.origin);
    source.lines.forEach((line, at) => {
      if (wasCut(line)) this.report.warnings.push({ name: recipe.title, reason: `ingredient ${at + 1} was cut off` });
    });
    this.report.lines += recipe.ingredients.length;
    this.report.resolved += recipe.ingredients.filter(({ ingredientId }) => ingredientId !== null).length;
    return recipe;
  }

  /** With a slug beside its own for each recipe whose slug belongs to another source; a second of one slug and source is told. */
  async #inTheirPlaces(made: readonly MadeRecipe[]): Promise<MadeRecipe[]> {
    const held = await this.repository.heldBySlug(made.map(({ slug }) => slug));
    const sourceOfSlug = new Map(held.map(({ slug, source }) => [slug, source]));
    const placed: MadeRecipe[] = [];
    for (const recipe of made) {
      const owner = sourceOfSlug.get(recipe.slug) ?? recipe.source;
      const slug = owner === recipe.source ? recipe.slug : slugBesideOf(recipe);
      sourceOfSlug.set(recipe.slug, owner);
      if (this.#seen.has(slug)) {
        this.report.skipped.push({
          name: recipe.title,
          reason: `the import has another recipe "${slug}" of this source`,
        });
        continue;
      }
      this.#seen.add(slug);
      placed.push({ ...recipe, slug });
    }
    return placed;
  }
}
