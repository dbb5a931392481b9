import { entityTagsIn, etagOf, plainTagOf } from '#cache';
import { badInput, preconditionFailed } from './problem.js';

/** The bytes that a resource is answered as. */
export function representationOf(resource: object): Buffer {
  return Buffer.from(JSON.stringify(resource));
}

/** The entity tag of a resource as its GET answers it. */
export function etagOfResource(resource: object): string {
  return etagOf(representationOf(resource));
}

/** What a client says in `If-Match` about the state it means to change (RFC 9110 13.1.1). */
export class Precondition {
  /** Nothing said: always met. */
  static readonly none = new Precondition(undefined);

  private constructor(private readonly tags: ReturnType<typeof entityTagsIn>) {}

  /** Throws a 400 for a header that can't be read. */
  static of(ifMatch: string | undefined): Precondition {
    if (ifMatch === undefined) return Precondition.none;
    const tags = entityTagsIn(ifMatch);
    if (tags === undefined) throw badInput('If-Match must be "*" or a list of entity tags in double quotes');
    return new Precondition(tags);
  }

  /**
   * Throws a 412 unless the resource is still what the client saw. To be asked with the resource's row locked, or somebody may
   * change it between the look and the write. The comparison is strong: a weak tag never matches. Who was sent a compressed form names that.
   */
  demand(current: object): void {
    if (this.tags === undefined || this.tags === '*') return;
    const etag = etagOfResource(current);
    if (!this.tags.some(({ weak, tag }) => !weak && plainTagOf(tag) === etag)) throw preconditionFailed();
  }
}
