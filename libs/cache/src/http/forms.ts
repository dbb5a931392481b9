import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import type { Answer } from './answer.js';
import { codingsFor, type Coding } from './codings.js';
import { verdictOn, type ConditionalHeaders } from './conditional.js';
import { formTagOf } from './etag.js';

interface Asked {
  readonly method: string;
  readonly headers: ConditionalHeaders & { readonly 'accept-encoding'?: string | undefined };
}

export interface FormsOptions {
  /** Answers of fewer bytes are sent as they are. */
  readonly fromBytes: number;
  /** Room for compressed forms and what they were made of. */
  readonly maxBytes: number;
}

export const NEVER: FormsOptions = { fromBytes: Infinity, maxBytes: 1 };

/** One compressed form, with the answer that it is one of; undefined where compressing saves too little. */
interface Held {
  readonly answer: Answer;
  readonly form: Answer | undefined;
}

const COMPRESSIBLE =
  /^(?:text\/|application\/(?:[\w.-]+\+)?(?:json|xml)\b|application\/javascript\b|image\/svg\+xml\b)/i;
/** Made once and sent often: dearer than for a single answer, far from the dearest. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const WORTH = 0.9;
const HELD_BYTES = 500;
const AT_ONCE = 2;

const compress: Record<Coding, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) => promisify(brotliCompress)(bytes, BROTLI),
  gzip: promisify<Buffer, Buffer>(gzip),
};

/**
 * The compressed forms of answers: made in the background when somebody first asks for one, who is sent the plain bytes meanwhile, and once
 * for all answers of the same bytes. Each is an answer of its own, with an entity tag of its own.
 */
export class Forms {
  readonly #held: LRUCache<string, Held>;
  readonly #making = new Map<string, Promise<void>>();

  constructor(
    private readonly options: FormsOptions,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#held = new LRUCache({ maxSize: options.maxBytes, sizeCalculation: sizeOf });
  }

  /** True for an answer that has compressed forms, here or elsewhere, now or later: caches on the way have to tell them apart. */
  mayHave({ body, contentType, headers }: Answer): boolean {
    const { fromBytes, maxBytes } = this.options;
    const isCoded = headers?.some(([name]) => name === 'content-encoding') ?? false;
    const fits = body.length >= fromBytes && 2 * body.length + HELD_BYTES <= maxBytes;
    return fits && !isCoded && COMPRESSIBLE.test(contentType);
  }

  /** What this request is best answered with: what the client has already, else the best that it accepts and that is there. */
  formFor(asked: Asked, answer: Answer): Answer {
    const acceptEncoding = asked.headers['accept-encoding'];
    if (acceptEncoding === undefined || !this.mayHave(answer)) return answer;

    const codings = codingsFor(acceptEncoding);
    const meant = isConditional(asked.headers) ? this.#meantBy(asked, answer, codings) : undefined;
    if (meant) return meant;
    for (const coding of codings) {
      const form = this.#formOf(answer, coding);
      if (form) return form;
    }
    return answer;
  }

  /** Waits for what is being made. */
  async settled(): Promise<void> {
    await Promise.all(this.#making.values());
  }

  /** Known by its tag, wherever that form was made; its bytes are not asked for then. */
  #meantBy(asked: Asked, answer: Answer, codings: readonly Coding[]): Answer | undefined {
    const tagged = codings.map(
      (coding) => this.#heldOf(answer, coding) ?? { ...answer, etag: formTagOf(answer.etag, coding) },
    );
    return [answer, ...tagged].find((form) => verdictOn(asked.method, asked.headers, form) === 'known');
  }

  #formOf(answer: Answer, coding: Coding): Answer | undefined {
    if (!this.#held.has(keyOf(answer, coding))) this.#make(answer, coding);
    return this.#heldOf(answer, coding);
  }

  #heldOf(answer: Answer, coding: Coding): Answer | undefined {
    const key = keyOf(answer, coding);
    const held = this.#held.get(key);
    if (!held?.form || held.answer === answer) return held?.form;
    // The same bytes, made at another time: with what is said of them now.
    const form = formFrom(answer, coding, held.form.body);
    this.#held.set(key, { answer, form });
    return form;
  }

  /** So few at once that nobody's own work is held up; whoever is not served now will be asked for again. */
  #make(answer: Answer, coding: Coding): void {
    const key = keyOf(answer, coding);
    if (this.#making.size >= AT_ONCE || this.#making.has(key)) return;
    const made = compress[coding](answer.body)
      .then((body) => {
        const form = body.length <= answer.body.length * WORTH ? formFrom(answer, coding, body) : undefined;
        this.#held.set(key, { answer, form });
      }, this.onError)
      .finally(() => this.#making.delete(key));
    this.#making.set(key, made);
  }
}

function isConditional(headers: ConditionalHeaders): boolean {
  return headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined;
}

function keyOf({ etag }: Answer, coding: Coding): string {
  return coding + etag;
}

function sizeOf({ answer, form }: Held): number {
  return HELD_BYTES + answer.body.length + (form?.body.length ?? 0);
}

function formFrom(answer: Answer, coding: Coding, body: Buffer): Answer {
  const headers = [...(answer.headers ?? []), ['content-encoding', coding] as const];
  return { ...answer, body, etag: formTagOf(answer.etag, coding), headers };
}
