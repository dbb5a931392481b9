import { CacheError } from './cache.error.js';
import type { Unstored } from './landing.js';
import { aReading, noteFlight, noteProof, oldestProofOf, taint, type Reading } from './reading.js';
import type { AnyRegion } from './region.js';
import type { Loads, Source } from './source.js';

/** Brings a value for each query, in their order. */
export type LoadMany<Q, V> = (queries: readonly Q[]) => Promise<readonly (V | Unstored<V>)[]>;

interface Member<Q> {
  readonly query: Q;
  readonly reading: Reading;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Many sources that are asked as one: as soon as each of them is wanted, or is known to be brought by somebody else. Who is wanted
 * later than that is asked by itself.
 */
export class Batch<Q> {
  #undecided = 0;
  #wanted: Member<Q>[] = [];

  constructor(
    private readonly loads: Loads,
    private readonly region: AnyRegion,
    private readonly load: LoadMany<Q, unknown>,
  ) {}

  sourceOf(query: Q): Source {
    this.#undecided += 1;
    let decided = false;
    const decide = () => {
      if (!decided) this.#undecided -= 1;
      decided = true;
      if (this.#undecided === 0) this.#ask();
    };
    return {
      ask: (reading) =>
        new Promise((resolve, reject) => {
          this.#wanted.push({ query, reading, resolve, reject });
          decide();
        }),
      elsewhere: decide,
    };
  }

  #ask(): void {
    const members = this.#wanted.splice(0);
    const [first] = members;
    if (!first) return;

    // What is given to the load has to be good enough for each of them, and tells on all of them.
    const reading = aReading(first.reading.mode, Math.max(...members.map((member) => member.reading.since)));
    const flight = { get proof() { return oldestProofOf(reading); } }; // prettier-ignore
    for (const member of members) noteFlight(member.reading, flight);
    this.#loaded(members, reading).then(
      (values) => members.forEach(({ resolve }, index) => resolve(values[index])),
      (error: unknown) => members.forEach(({ reject }) => reject(error)),
    );
  }

  async #loaded(members: readonly Member<Q>[], reading: Reading): Promise<readonly unknown[]> {
    const { name } = this.region;
    try {
      const queries = members.map(({ query }) => query);
      const values = await this.loads.run(this.region, `${queries.length} of ${name}`, reading, () =>
        this.load(queries),
      );
      if (values.length === members.length) return values;
      throw new CacheError(
        'LOAD_INVALID',
        `${name}: ${values.length} values came for ${members.length} queries; give one for each, in their order`,
      );
    } finally {
      for (const member of members) {
        noteProof(member.reading, reading.oldestProof);
        if (reading.tainted) taint(member.reading);
      }
    }
  }
}
