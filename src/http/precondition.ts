import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { entityTagsIn, etagOf, plainTagOf, verdictOn, type ConditionalHeaders, type Validators } from '#cache';
import { badInput, preconditionFailed } from './problem.js';

/** The bytes that a resource is answered as. */
export function representationOf(resource: object): Buffer {
  return Buffer.from(JSON.stringify(resource));
}

/** The entity tag of a resource as its GET answers it. */
export function etagOfResource(resource: object): string {
  return etagOf(representationOf(resource));
}

/** What a client says of the state it means to change: `If-Match`, else `If-Unmodified-Since`, and `If-None-Match` (RFC 9110 13.1). */
export class Precondition {
  /** Nothing said: always met. */
  static readonly none = new Precondition({});

  private constructor(private readonly headers: ConditionalHeaders) {}

  /** Throws a 400 for an `If-Match` that can't be read. */
  static of(headers: ConditionalHeaders): Precondition {
    const { 'if-match': match, 'if-none-match': noneMatch, 'if-unmodified-since': since } = headers;
    if (match === undefined && noneMatch === undefined && since === undefined) return Precondition.none;
    if (match !== undefined && entityTagsIn(match) === undefined)
      throw badInput('If-Match must be "*" or a list of entity tags in double quotes');
    return new Precondition({
      'if-match': plainTagsIn(match),
      'if-none-match': plainTagsIn(noneMatch),
      'if-unmodified-since': since,
    });
  }

  /**
   * Throws a 412 unless the resource is what the client means. To be asked with the resource's row locked, or somebody may change it
   * between the look and the write. `If-Match` is compared strongly: a weak tag never matches.
   */
  demand(current: object): void {
    if (this === Precondition.none) return;
    this.demandOf({ etag: etagOfResource(current), lastModified: changedAt(current) });
  }

  /** As `demand`, for a resource that is no JSON; null where there is none yet, which no tag means, not even `*`. */
  demandOf(current: Validators | null): void {
    const { 'if-match': match, 'if-unmodified-since': since } = this.headers;
    const failed =
      current === null ? (match ?? since) !== undefined : verdictOn('PUT', this.headers, current) === 'failed';
    if (failed) throw preconditionFailed();
  }
}

/** Who was sent a compressed form names that, and means what it was made of. */
function plainTagsIn(list: string | undefined): string | undefined {
  const tags = entityTagsIn(list ?? '*');
  if (tags === undefined || tags === '*') return list;
  return tags.map(({ weak, tag }) => `${weak ? 'W/' : ''}${plainTagOf(tag)}`).join(', ');
}

/** A resource that tells when it changed last is also judged by dates. */
function changedAt(resource: object): number | undefined {
  return 'lastUpdated' in resource && typeof resource.lastUpdated === 'string'
    ? Date.parse(resource.lastUpdated)
    : undefined;
}

/** The conditions of a request that changes something, as a handler's parameter. */
export const Conditions = createParamDecorator((_: unknown, context: ExecutionContext) =>
  Precondition.of(context.switchToHttp().getRequest<FastifyRequest>().headers),
);
