import type { Sighting } from '../scouts.js';

/** Requests whose short way ended, with what was seen in the far tier, where they came so far: nobody looks again. */
export class Seen {
  readonly #by = new WeakMap<object, Sighting | undefined>();

  note(request: object, sighting?: Sighting): void {
    this.#by.set(request, sighting);
  }

  has(request: object): boolean {
    return this.#by.has(request);
  }

  /** Good for one read: who reads once more wants news. */
  for(request: object): Sighting | undefined {
    const sighting = this.#by.get(request);
    if (sighting) this.#by.delete(request);
    return sighting;
  }
}
