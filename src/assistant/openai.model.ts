import OpenAI from 'openai';
import type { Clock } from '#cache';
import { boundedFetch } from '../outside/bounded-fetch.js';
import { OutsideError } from '../outside/outside.error.js';
import { OutsideService } from '../outside/outside-service.js';
import { restMsOf } from '../outside/retry-after.js';
import type { Brief } from './brief.js';
import { draftIn } from './draft.js';
import { LanguageModel, type Draft } from './language-model.js';
import { dataOf, RULES } from './prompt.js';

export interface ModelPlace {
  readonly baseUrl: string;
  readonly model: string;
  /** Endpoints in one's own house often ask for none. */
  readonly apiKey?: string;
  /** Default 2.5 s: with what comes before it, an answer takes less than three. */
  readonly deadlineMs?: number;
}

const NAME = 'The language model';
const LIMITS = { name: NAME, perMinute: 60, atOnce: 8 };
const MOST_BYTES = 256 * 1024;

/**
 * Any endpoint that speaks OpenAI's chat completions. One attempt within the deadline. Neither a temperature nor a number of tokens is sent, as
 * endpoints differ in which they refuse: the deadline and the bytes that are read bound it.
 */
export class OpenAiModel extends LanguageModel {
  readonly name: string;
  readonly #client: OpenAI;
  readonly #line: OutsideService;

  constructor(
    { baseUrl, model, apiKey, deadlineMs = 2500 }: ModelPlace,
    private readonly clock: Clock,
  ) {
    super();
    this.name = model;
    this.#line = new OutsideService({ ...LIMITS, deadlineMs }, clock);
    this.#client = new OpenAI({
      baseURL: baseUrl,
      apiKey: apiKey ?? 'none',
      // Else read from the environment, past the settings.
      organization: null,
      project: null,
      maxRetries: 0,
      timeout: deadlineMs,
      logLevel: 'off',
      fetch: boundedFetch(MOST_BYTES),
    });
  }

  async write(brief: Brief): Promise<Draft> {
    return draftIn(contentIn(await this.#line.call((signal) => this.#ask(brief, signal))));
  }

  async #ask(brief: Brief, signal: AbortSignal): Promise<unknown> {
    try {
      return await this.#client.chat.completions.create(
        {
          model: this.name,
          messages: [
            { role: 'system', content: RULES },
            { role: 'user', content: dataOf(brief) },
          ],
          response_format: { type: 'json_object' },
        },
        { signal },
      );
    } catch (error) {
      throw this.#told(error);
    }
  }

  #told(error: unknown): unknown {
    if (!(error instanceof OpenAI.APIError) || error.status !== 429) return error;
    const restMs = restMsOf(error.headers?.get('retry-after'), this.clock.now());
    return new OutsideError('OUTSIDE_FAILED', `${NAME} has too much to do`, { cause: error, restMs });
  }
}

/** What stands where a completion has its text: the types of the client promise it, the endpoint may not have heard of them. */
function contentIn(completion: unknown): unknown {
  const { choices } = (completion ?? {}) as { readonly choices?: unknown };
  const [first] = Array.isArray(choices) ? (choices as unknown[]) : [];
  const { message } = (first ?? {}) as { readonly message?: unknown };
  return ((message ?? {}) as { readonly content?: unknown }).content;
}
