import type { ReadMode } from '../reading.js';
import type { Served } from '../served.js';
import type { AnswerPolicy } from './answer-headers.js';
import type { Answer } from './answer.js';
import { cacheStatusOf } from './cache-status.js';
import { verdictOn, type ConditionalHeaders } from './conditional.js';
import { replyTo, type Reply } from './reply.js';

type Headers = Reply['headers'];

/** Of about a kilobyte each. */
const MOST_READY = 5000;

/** A reply of which most was made before. */
export interface ReadyReply {
  readonly status: Reply['status'];
  /** What stays the same for as long as the answer is held. */
  readonly lasting: Headers;
  /** What is of this moment. */
  readonly passing: Headers;
  readonly body: Buffer | undefined;
}

/** How an answer was come by. */
interface Come {
  readonly served: Served<unknown>;
  readonly mode: ReadMode;
  /** Whose policy it is told with. */
  readonly by: object;
}

interface Asked {
  readonly method: string;
  readonly headers: ConditionalHeaders;
}

/** What a request is told of answers, which may be asked for again and again: as `replyTo`, with all that stays the same made once. */
export class ReadyReplies {
  /** Handlers may share a region, but seldom do: one for each answer. It goes when its answer goes, and all go when they are too many: nobody counts its bytes. */
  #ready = new WeakMap<Answer, Ready>();
  #made = 0;

  /** `name` is the cache's, as `cacheNameOf` gives it. */
  constructor(private readonly name: string) {}

  /** Undefined as with `replyTo`. */
  to(asked: Asked, answer: Answer, come: Come, policyOf: () => AnswerPolicy): ReadyReply | undefined {
    const verdict = verdictOn(asked.method, asked.headers, answer);
    if (verdict === 'failed') return undefined;

    // The next who asks for what is held is told of this very one.
    const isHeld = come.mode === 'use' && come.served.from === 'memory';
    const ready = isHeld ? this.#of(answer, come.by, policyOf) : new Ready(answer, come.by, policyOf());
    const passing = ready.passing(this.name, come);
    if (verdict === 'known') return { status: 304, lasting: ready.known, passing, body: undefined };
    return { status: 200, lasting: ready.whole, passing, body: answer.body };
  }

  #of(answer: Answer, by: object, policyOf: () => AnswerPolicy): Ready {
    const known = this.#ready.get(answer);
    if (known?.by === by) return known;
    const made = new Ready(answer, by, policyOf());
    if (this.#made === MOST_READY) {
      this.#ready = new WeakMap();
      this.#made = 0;
    }
    this.#made += 1;
    this.#ready.set(answer, made);
    return made;
  }
}

/** What stays the same of all that an answer is told with, each way made when it is asked for first. */
class Ready {
  #whole: Headers | undefined;
  #known: Headers | undefined;
  #passing: Headers = [];
  #age = -1;
  #ttl = -1;

  constructor(
    private readonly answer: Answer,
    readonly by: object,
    private readonly policy: AnswerPolicy,
  ) {}

  get whole(): Headers {
    return (this.#whole ??= this.#toldWith({}));
  }

  get known(): Headers {
    return (this.#known ??= this.#toldWith({ 'if-none-match': '*' }));
  }

  /** The same for all within a second; such a list's texts were looked through before. */
  passing(name: string, { served, mode }: Come): Headers {
    const age = Math.floor(served.ageMs / 1000);
    const ttl = Math.floor(served.ttlMs / 1000);
    if (age === this.#age && ttl === this.#ttl) return this.#passing;
    [this.#age, this.#ttl] = [age, ttl];
    return (this.#passing = [
      ['age', String(age)],
      ['cache-status', cacheStatusOf(name, served, mode)],
    ]);
  }

  #toldWith(headers: ConditionalHeaders): Headers {
    const told = replyTo({ method: 'GET', headers }, this.policy, this.answer, 0);
    return told?.headers.filter(([name]) => name !== 'age') ?? [];
  }
}
