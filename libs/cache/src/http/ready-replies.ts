import type { AnswerPolicy } from './answer-headers.js';
import type { Answer } from './answer.js';
import { verdictOn, type ConditionalHeaders } from './conditional.js';
import { replyTo, type Reply } from './reply.js';

type Headers = Reply['headers'];

/** An answer's headers but for its age: with the body, and with 304. */
interface Ready {
  readonly whole: Headers;
  readonly known: Headers;
}

/** What a request is told of answers that are asked for again and again: as `replyTo`, with all that stays the same made once. */
export class ReadyReplies {
  /** An answer stands under one key, so it has one policy. */
  readonly #ready = new WeakMap<Answer, Ready>();

  /** Undefined as with `replyTo`. */
  to(asked: Asked, answer: Answer, ageMs: number, policyOf: () => AnswerPolicy): Reply | undefined {
    const verdict = verdictOn(asked.method, asked.headers, answer);
    if (verdict === 'failed') return undefined;

    let ready = this.#ready.get(answer);
    if (!ready) this.#ready.set(answer, (ready = readyFor(answer, policyOf())));
    const age = ['age', String(Math.floor(ageMs / 1000))] as const;
    if (verdict === 'known') return { status: 304, headers: [...ready.known, age], body: undefined };
    return { status: 200, headers: [...ready.whole, age], body: answer.body };
  }
}

interface Asked {
  readonly method: string;
  readonly headers: ConditionalHeaders;
}

function readyFor(answer: Answer, policy: AnswerPolicy): Ready {
  const [whole, known] = [{}, { 'if-none-match': '*' }].map((headers) =>
    replyTo({ method: 'GET', headers }, policy, answer, 0)?.headers.filter(([name]) => name !== 'age'),
  );
  return { whole: whole ?? [], known: known ?? [] };
}
