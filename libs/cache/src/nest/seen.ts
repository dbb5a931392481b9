import type { Sighting } from '../scouts.js';

/** What was seen in the far tier for requests whose short way ended there: the long way does not ask again. */
export class Seen {
  readonly #by = new WeakMap<object, Sighting>();

  note(request: object, sighting: Sighting): void {
    this.#by.set(request, sighting);
  }

  /** Good for one read: who reads once more wants news. */
  for(request: object): Sighting | undefined {
    const sighting = this.#by.get(request);
    if (sighting) this.#by.delete(request);
    return sighting;
  }
}
