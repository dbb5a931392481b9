import type { Codec } from '../codec.js';
import { defineRegion, type Region } from '../region.js';
import type { RegionOptions } from '../region.options.js';
import { etagOf } from './etag.js';

/** A whole answer, made once and sent as it is. */
export interface Answer {
  readonly body: Buffer;
  readonly contentType: string;
  readonly etag: string;
  /** When the data behind it changed last, ms since 1970. */
  readonly lastModified: number | undefined;
  /** The instant after which it is wrong, ms since 1970. */
  readonly goodUntil: number | undefined;
  /** When it was made, ms since 1970. */
  readonly madeAt: number;
  /** What its handler said of it besides, such as `Content-Language`; undefined where that is nothing. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

export function answerOf(body: Buffer, about: Omit<Answer, 'body' | 'etag'>): Answer {
  return { body, etag: etagOf(body), ...about };
}

/** Answers keep their body as bytes in every tier: a hit neither parses nor serialises it. */
const answerCodec: Codec<Answer> = {
  pack: ({ body, ...about }) => ({ encoding: 'answer', json: JSON.stringify(about), body }),
  unpack({ encoding, json, body }) {
    if (encoding !== 'answer' || !body) throw new TypeError('not an answer');
    const { contentType, etag, lastModified, goodUntil, madeAt, headers } = JSON.parse(json) as Answer;
    return { body, contentType, etag, lastModified, goodUntil, madeAt, ...(headers && { headers }) };
  },
};

export type AnswerRegionOptions<Q> = Omit<
  RegionOptions<Q, Answer>,
  'codec' | 'goodUntil' | 'holdsAnswers' | 'value' | 'weigh' | 'tiers'
>;

/** A region whose values are whole answers. */
export function defineAnswers<Q>(options: AnswerRegionOptions<Q>): Region<Q, Answer> {
  return defineRegion({ ...options, codec: answerCodec, holdsAnswers: true, goodUntil: ({ goodUntil }) => goodUntil });
}
