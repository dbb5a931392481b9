import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { Cache, type Served } from '#cache';
import { IngredientsService } from '../ingredients/ingredients.service.js';
import { OutsideError } from '../outside/outside.error.js';
import { RecipesService } from '../recipes/recipes.service.js';
import { writtenRegion, type Written } from './assistant.cache.js';
import type { Brief } from './brief.js';
import { checked, DraftRefused } from './draft.js';
import { harmlessFor } from './harmless.js';
import { LanguageModel, type Draft } from './language-model.js';
import { RulesWriter } from './rules-writer.js';

/** Has an answer written by the model, looks at it, and by the rules where the model gives none that may be sent. */
@Injectable()
export class Writer {
  readonly #logger = new Logger(Writer.name);

  constructor(
    private readonly model: LanguageModel,
    private readonly rules: RulesWriter,
    private readonly ingredients: IngredientsService,
    private readonly recipes: RecipesService,
    private readonly cache: Cache,
  ) {}

  write(userId: number, brief: Brief): Promise<Served<Written>> {
    const content = contentOf(this.model.name, brief);
    return this.cache.fetch(writtenRegion, { userId, content }, () => this.#written(brief));
  }

  async #written(brief: Brief): Promise<Written> {
    // With nothing to choose from there is nothing to ask a model.
    const isOurs = this.model === this.rules || brief.candidates.length === 0;
    const draft = isOurs ? undefined : await this.#byModel(brief);
    if (draft) return { ...draft, model: this.model.name, isStandIn: false };
    return { ...(await this.rules.write(brief)), model: this.rules.name, isStandIn: !isOurs };
  }

  /** Undefined where the model gives nothing that may be sent. */
  async #byModel(brief: Brief): Promise<Draft | undefined> {
    const [book, catalogue] = await Promise.all([this.ingredients.book(), this.recipes.catalogue()]);
    const isHarmless = harmlessFor(brief, book, catalogue);
    try {
      return checked(await this.model.write(brief), { candidates: brief.candidates, isHarmless });
    } catch (error) {
      if (!(error instanceof OutsideError) && !(error instanceof DraftRefused)) throw error;
      this.#logger.warn({ code: error.code, model: this.model.name }, `rules write instead: ${error.message}`);
      return undefined;
    }
  }
}

function contentOf(model: string, brief: Brief): string {
  return createHash('sha256')
    .update(JSON.stringify([model, brief]))
    .digest('base64url');
}
