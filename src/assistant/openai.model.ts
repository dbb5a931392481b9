import type { Clock } from '#cache';
import { boundedFetch } from '../outside/bounded-fetch.js';
import { jsonOf } from '../outside/json-of.js';
import { OutsideService } from '../outside/outside-service.js';
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
  readonly #address: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #fetch = boundedFetch(MOST_BYTES);
  readonly #line: OutsideService;

  constructor(
    { baseUrl, model, apiKey, deadlineMs = 2500 }: ModelPlace,
    private readonly clock: Clock,
  ) {
    super();
    this.name = model;
    this.#address = `${baseUrl.replace(/\/+$/, '')}/chat/completions`;
    this.#headers = {
      accept: 'application/json',
      'content-type': 'application/json',
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    };
    this.#line = new OutsideService({ ...LIMITS, deadlineMs }, clock);
  }

  async write(brief: Brief): Promise<Draft> {
    return draftIn(contentIn(await this.#line.call((signal) => this.#ask(brief, signal))));
  }

  async #ask(brief: Brief, signal: AbortSignal): Promise<unknown> {
    const asked = {
      model: this.name,
      messages: [
        { role: 'system', content: RULES },
        { role: 'user', content: dataOf(brief) },
      ],
      response_format: { type: 'json_object' },
    };
    const body = JSON.stringify(asked);
    const response = await this.#fetch(this.#address, { method: 'POST', headers: this.#headers, body, signal });
    return jsonOf(response, { name: NAME, now: this.clock.now() });
  }
}

/** What stands where a completion has its text, if it is one. */
function contentIn(completion: unknown): unknown {
  const { choices } = (completion ?? {}) as { readonly choices?: unknown };
  const [first] = Array.isArray(choices) ? (choices as unknown[]) : [];
  const { message } = (first ?? {}) as { readonly message?: unknown };
  return ((message ?? {}) as { readonly content?: unknown }).content;
}
