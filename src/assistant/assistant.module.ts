import { Module } from '@nestjs/common';
import { CacheModule, Clock } from '#cache';
import { Config } from '../config/config.js';
import { IngredientsModule } from '../ingredients/ingredients.module.js';
import { PantryModule } from '../pantry/pantry.module.js';
import { PreferencesModule } from '../preferences/preferences.module.js';
import { RecipesModule } from '../recipes/recipes.module.js';
import { RecommendationsModule } from '../recommendations/recommendations.module.js';
import { assistantRegions } from './assistant.cache.js';
import { AssistantController } from './assistant.controller.js';
import { AssistantService } from './assistant.service.js';
import { LanguageModel } from './language-model.js';
import { Nutritionist } from './nutritionist.js';
import { OpenAiModel } from './openai.model.js';
import { PantryAnalyst } from './pantry-analyst.js';
import { PreferenceReader } from './preference-reader.js';
import { Ranker } from './ranker.js';
import { RulesWriter } from './rules-writer.js';
import { Writer } from './writer.js';

/** The model of the settings; without one the rules write. */
const languageModel = {
  provide: LanguageModel,
  inject: [Config, Clock, RulesWriter],
  useFactory: ({ LLM_BASE_URL, LLM_MODEL, LLM_API_KEY }: Config, clock: Clock, rules: RulesWriter): LanguageModel =>
    LLM_BASE_URL === undefined || LLM_MODEL === undefined
      ? rules
      : new OpenAiModel({ baseUrl: LLM_BASE_URL, model: LLM_MODEL, apiKey: LLM_API_KEY }, clock),
};

/** What to cook, asked and answered in words. */
@Module({
  imports: [
    CacheModule.forFeature(assistantRegions),
    IngredientsModule,
    PantryModule,
    PreferencesModule,
    RecipesModule,
    RecommendationsModule,
  ],
  controllers: [AssistantController],
  providers: [
    AssistantService,
    Nutritionist,
    PantryAnalyst,
    PreferenceReader,
    Ranker,
    RulesWriter,
    Writer,
    languageModel,
  ],
})
export class AssistantModule {}
