import type { Clock } from '#cache';
import { isText } from '../http/is-text.js';
import { boundedFetch } from '../outside/bounded-fetch.js';
import { jsonOf } from '../outside/json-of.js';
import { OutsideError } from '../outside/outside.error.js';
import { OutsideService } from '../outside/outside-service.js';
import { RecipeProvider, type ProviderRecipe } from './recipe-provider.js';
import { SpoonacularQuota } from './spoonacular-quota.js';

export interface SpoonacularPlace {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Default 2 s: a search that waits for it still takes less than three. */
  readonly deadlineMs?: number;
}

const NAME = 'Spoonacular';
const LIMITS = { name: NAME, perMinute: 30, atOnce: 2 };
const MOST_BYTES = 256 * 1024;
const MOST_RECIPES = 5;
/** A search is one point and a hundredth for each recipe. */
const POINTS = 1 + MOST_RECIPES / 100;
/** Where a 429 does not say for how long. */
const REST_MS = 60_000;
const LONGEST_TITLE = 300;
const LONGEST_ADDRESS = 500;

/** Spoonacular's search, within its quota. Of what it answers id, title and picture address are taken and nothing else. */
export class SpoonacularProvider extends RecipeProvider {
  readonly name = 'spoonacular';
  readonly isOn = true;
  readonly #fetch = boundedFetch(MOST_BYTES);
  readonly #line: OutsideService;
  readonly #quota: SpoonacularQuota;

  constructor(
    private readonly place: SpoonacularPlace,
    private readonly clock: Clock,
  ) {
    super();
    this.#line = new OutsideService({ ...LIMITS, deadlineMs: place.deadlineMs ?? 2000 }, clock);
    this.#quota = new SpoonacularQuota(clock);
  }

  async find(query: string): Promise<readonly ProviderRecipe[]> {
    if (!this.#quota.affords(POINTS)) throw new OutsideError('OUTSIDE_LIMITED', `${NAME}: the quota of today is spent`);
    return this.#line.call((signal) => this.#ask(query, signal));
  }

  async #ask(query: string, signal: AbortSignal): Promise<ProviderRecipe[]> {
    const asked = new URLSearchParams({ query, number: String(MOST_RECIPES) });
    const response = await this.#fetch(`${this.place.baseUrl}/recipes/complexSearch?${asked.toString()}`, {
      signal,
      // Not in the address, where it would get into logs on the way.
      headers: { accept: 'application/json', 'x-api-key': this.place.apiKey },
    });
    this.#quota.note(response.headers.get('x-api-quota-left'));
    if (response.status === 402) this.#quota.exhausted();
    return recipesIn(await jsonOf(response, { name: NAME, now: this.clock.now(), restMs: REST_MS }));
  }
}

/** Those that are whole; throws where there is no list. */
function recipesIn(body: unknown): ProviderRecipe[] {
  const { results } = (body ?? {}) as { readonly results?: unknown };
  if (!Array.isArray(results)) throw new OutsideError('OUTSIDE_FAILED', `${NAME}: an answer without a list`);
  return results.slice(0, MOST_RECIPES).flatMap((one: unknown) => recipeIn(one) ?? []);
}

function recipeIn(one: unknown): ProviderRecipe | undefined {
  const { id, title, image } = (one ?? {}) as {
    readonly id?: unknown;
    readonly title?: unknown;
    readonly image?: unknown;
  };
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 1) return undefined;
  if (!isText(title) || title.trim() === '' || title.length > LONGEST_TITLE) return undefined;
  return { id, title: title.trim(), image: isPictureAddress(image) ? image : null };
}

function isPictureAddress(image: unknown): image is string {
  return (
    typeof image === 'string' &&
    image.length <= LONGEST_ADDRESS &&
    URL.canParse(image) &&
    new URL(image).protocol === 'https:'
  );
}
