interface Counter {
  key: string;
  count: number;
  /** By how much `count` may be too high: what stood in the place of this key before it came. */
  over: number;
}

/**
 * Counts the keys that come most, in fixed memory (Space-Saving: Metwally et al., ICDT 2005). A key is never counted too low, and too
 * high by `over` at most; who makes up more than one in `capacity` of all is surely there.
 */
export class SpaceSaving {
  readonly #counters = new Map<string, Counter>();
  #least = 0;
  /** Counters that stood at `#least` when they were last looked through. */
  #low: Counter[] = [];
  total = 0;

  constructor(private readonly capacity: number) {}

  add(key: string): void {
    this.total += 1;
    const counter = this.#counters.get(key);
    if (counter) counter.count += 1;
    else if (this.#counters.size < this.capacity) this.#counters.set(key, { key, count: 1, over: 0 });
    else this.#replace(this.#lowest(), key);
  }

  /** Makes what came before count half as much as what comes. */
  halve(): void {
    this.total /= 2;
    this.#low = [];
    for (const counter of this.#counters.values()) {
      const surely = Math.floor((counter.count - counter.over) / 2);
      counter.count = Math.ceil(counter.count / 2);
      counter.over = counter.count - surely;
    }
  }

  /** Those with the highest counts, highest first. */
  top(most: number): readonly Readonly<Counter>[] {
    return [...this.#counters.values()].toSorted((one, other) => other.count - one.count).slice(0, most);
  }

  get size(): number {
    return this.#counters.size;
  }

  #replace(counter: Counter, key: string): void {
    this.#counters.delete(counter.key);
    this.#counters.set(key, { key, count: counter.count + 1, over: counter.count });
  }

  /** Many stand at the least count, as a rule: they are looked for once, and then taken one after the other. */
  #lowest(): Counter {
    for (let found = this.#low.pop(); found; found = this.#low.pop()) if (this.#isLeast(found)) return found;
    const all = [...this.#counters.values()];
    this.#least = Math.min(...all.map(({ count }) => count));
    this.#low = all.filter(({ count }) => count === this.#least);
    return this.#low.pop() as Counter;
  }

  #isLeast(counter: Counter): boolean {
    return counter.count === this.#least && this.#counters.get(counter.key) === counter;
  }
}
