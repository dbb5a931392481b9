import type { Day } from '../calendar/day.js';
import { daysLeft } from '../pantry/expiry.js';
import type { Recipe } from '../recipes/recipe.js';
import {
  coverageOf,
  usedLots,
  type Coverage,
  type MissingLine,
  type Substitution,
  type Taking,
  type UsedLot,
} from './coverage.js';
import { comfortableMinutes, effort } from './effort.js';
import { expiryUse, RESCUE_DAYS } from './expiry-use.js';
import { Larder } from './larder.js';
import { noveltyOf } from './novelty.js';
import { nutritionFit, servingGoals, type ServingGoals } from './nutrition-fit.js';
import { weightsFor, type Weights } from './occasion.js';
import { preferenceFit, tasteVector, type TasteVector } from './preference-fit.js';
import type { PreparedCatalogue, PreparedRecipe } from './prepared-catalogue.js';
import type { RankingInput } from './ranking-input.js';
import { Reach, type Most } from './reach.js';
import { reasonsFor } from './reasons.js';
import { NamedFoods } from '../ingredients/named-foods.js';
import { safeFoods } from '../ingredients/safe-food.js';
import { BESIDE_A_MEAL } from './side.js';
import { usableStock, type StockLot } from './stock.js';

/** Each 0..1, the higher the better for the recipe. */
export interface Components extends Weights {
  readonly novelty: number;
}

/** A lot that a recipe saves from going off. */
export interface Rescue {
  readonly itemId: number;
  readonly name: string;
  readonly expiresOn: Day;
}

/** How a recipe did, before anything is put into words. */
export interface Verdict {
  readonly prepared: PreparedRecipe;
  /** 0..1. */
  readonly score: number;
  readonly components: Components;
  readonly found: Coverage;
  readonly disliked: string | undefined;
}

/** A recipe with what speaks for and against it. */
export interface Judged {
  readonly recipe: Recipe;
  /** 0..1. */
  readonly score: number;
  readonly components: Components;
  readonly used: readonly UsedLot[];
  readonly missing: readonly MissingLine[];
  readonly substitutions: readonly Substitution[];
  /** Soonest first. */
  readonly rescues: readonly Rescue[];
  readonly reasons: readonly string[];
}

/** What is left of the score of a dish with something in it that the user does not like. It may still be all there is. */
const DISLIKED = 0.5;

/** Weighs recipes for one user on one day. */
export class Judge {
  readonly #larder: Larder;
  readonly #reach: Reach;
  readonly #daysLeft: ReadonlyMap<StockLot, number | null>;
  readonly #novelty: ReadonlyMap<number, number>;
  readonly #weights: Weights;
  readonly #taste: TasteVector;
  readonly #liked: NamedFoods;
  readonly #disliked: NamedFoods;
  readonly #comfortable: number;
  readonly #goals: ServingGoals;

  constructor(
    private readonly input: RankingInput,
    { book, kin, vocabulary }: PreparedCatalogue,
  ) {
    const { stock, preferences, interactions, today, context } = input;
    const lots = usableStock(stock, today, safeFoods(book, preferences));
    this.#disliked = new NamedFoods(preferences.dislikedIngredients, book, kin);
    this.#larder = new Larder(lots, book, kin, (lot) => this.#disliked.mean(lot));
    this.#daysLeft = new Map(lots.map((lot) => [lot, daysLeft(lot, today)]));
    this.#reach = new Reach(this.#larder, (lot) => this.#left(lot));
    this.#novelty = noveltyOf(interactions, today);
    this.#weights = weightsFor(context);
    this.#taste = tasteVector(preferences, vocabulary, book);
    this.#liked = new NamedFoods(preferences.likedIngredients, book, kin);
    this.#comfortable = comfortableMinutes(preferences);
    this.#goals = servingGoals(preferences.nutritionGoals);
  }

  judge(prepared: PreparedRecipe): Verdict {
    const found = coverageOf(prepared.needs, this.#larder);
    const expiry = expiryUse(found.takings.map(({ offer, share }) => ({ share, daysLeft: this.#left(offer.lot) })));
    return { prepared, found, ...this.#weighed(prepared, { coverage: found.value, expiry }) };
  }

  /** The highest score that the recipe could get, and what is surely missing for it at least, without trying it out. */
  bounds(prepared: PreparedRecipe): { readonly most: number; readonly lacking: number } {
    const reached = this.#reach.mostFor(prepared.needs);
    return { most: this.#weighed(prepared, reached).score, lacking: reached.lacking };
  }

  #weighed({ recipe, needs, vector, isSide }: PreparedRecipe, { coverage, expiry }: Most) {
    const disliked = this.#disliked.firstIn(needs);
    const components = {
      coverage,
      expiry,
      preference: disliked === undefined ? preferenceFit(vector, this.#taste) : 0,
      nutrition: nutritionFit(recipe.nutrition, this.#goals),
      effort: effort(recipe.totalMinutes, needs.length, this.#comfortable),
      novelty: this.#novelty.get(recipe.id) ?? 1,
    };
    const score =
      scoreOf(components, this.#weights) * (disliked === undefined ? 1 : DISLIKED) * (isSide ? BESIDE_A_MEAL : 1);
    return { score, components, disliked };
  }

  explain({ prepared: { recipe, needs, isSide }, score, components, found, disliked }: Verdict): Judged {
    const { missing, substitutions, takings, met, asked } = found;
    const rescues = this.#rescuesAmong(takings);
    const { nutritionGoals } = this.input.preferences;
    const reasons = reasonsFor({
      rescues: rescues.map(({ name, daysLeft }) => ({ name, daysLeft })),
      met,
      asked,
      substitutions,
      dislikedUses: takings.flatMap(({ offer }) => (offer.standsIn && offer.isDisliked ? [offer.lot.name] : [])),
      totalMinutes: recipe.totalMinutes,
      comfortableMinutes: this.#comfortable,
      cuisine: recipe.cuisine,
      cuisineLeaning: this.#leaningTo(recipe.cuisine),
      liked: this.#liked.in(needs),
      disliked,
      nutrition: Object.keys(nutritionGoals).length > 0 ? components.nutrition : undefined,
      novelty: components.novelty,
      isSide,
    });
    return {
      recipe,
      score,
      components,
      used: usedLots(takings),
      missing,
      substitutions,
      rescues: rescues.map(({ itemId, name, expiresOn }) => ({ itemId, name, expiresOn })),
      reasons,
    };
  }

  #left(lot: StockLot): number | null {
    return this.#daysLeft.get(lot) ?? null;
  }

  /** The lots due within a week, soonest first. */
  #rescuesAmong(takings: readonly Taking[]): (Rescue & { readonly daysLeft: number })[] {
    return takings
      .flatMap(({ offer: { lot } }) => {
        const daysLeft = this.#left(lot);
        if (daysLeft === null || lot.expiresOn === null || daysLeft > RESCUE_DAYS) return [];
        return [{ itemId: lot.id, name: lot.name, expiresOn: lot.expiresOn, daysLeft }];
      })
      .sort((one, other) => one.daysLeft - other.daysLeft || one.itemId - other.itemId);
  }

  #leaningTo(cuisine: string | null): number {
    if (cuisine === null) return 0;
    const { cuisines, learned } = this.input.preferences;
    const name = cuisine.toLowerCase();
    return (cuisines[name] ?? 0) + (learned.cuisines[name] ?? 0) * learned.confidence;
  }
}

/** The weighed sum of the five, less for what is no longer new. */
function scoreOf(components: Components, weights: Weights): number {
  const sum =
    weights.coverage * components.coverage +
    weights.expiry * components.expiry +
    weights.preference * components.preference +
    weights.nutrition * components.nutrition +
    weights.effort * components.effort;
  return Math.min(1, Math.max(0, sum * components.novelty));
}
