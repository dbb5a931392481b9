import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { unavailable, unprocessable } from '../http/problem.js';
import { bodyWithin, notTaken, otherThanNamed } from '../http/streamed-body.js';
import { kindOf, mediaTypeOf, takenTypes } from './picture-kind.js';

const MOST_BYTES = 10 * 1024 * 1024;
const AT_ONCE = 4;

/** Reads the pictures that clients send: of a few at once, and nothing of what is refused by its type or length. */
@Injectable()
export class SentPictures {
  #coming = 0;

  /** The bytes of a request whose type is taken, and that are what it says; throws the 413, 415 and 422 problems, 503 when too many come. */
  async in({ body, headers }: Pick<FastifyRequest, 'body' | 'headers'>): Promise<Buffer> {
    const type = mediaTypeOf(headers['content-type']);
    if (!(body instanceof Readable) || !takenTypes.some((taken) => taken === type)) throw notTaken(...takenTypes);

    const bytes = await this.#read(body, headers['content-length']);
    if (bytes.length === 0) throw unprocessable('picture-unreadable', 'The body is empty');
    if (kindOf(bytes) !== type) throw otherThanNamed(type, kindOf(bytes), takenTypes);
    return bytes;
  }

  async #read(body: Readable, length: string | undefined): Promise<Buffer> {
    if (this.#coming >= AT_ONCE) throw unavailable('Too many pictures are being sent at the moment');
    this.#coming += 1;
    try {
      return await bodyWithin(body, { length: length === undefined ? undefined : Number(length), most: MOST_BYTES });
    } finally {
      this.#coming -= 1;
    }
  }
}
