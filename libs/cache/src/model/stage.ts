/** Something under way that waits for the schedule. */
interface Waiting {
  readonly what: string;
  readonly go: () => void;
  readonly fail: () => void;
  readonly isHeldUp: () => boolean;
}

/** Where everything that takes time waits: each step of a far tier, of a source, each message. Only the schedule moves it on. */
export class Stage {
  /** What happened, in its order, for people. */
  readonly story: string[] = [];
  readonly #steps = new Set<Waiting>();
  /** Messages may be lost, come late, come twice, come in another order. */
  readonly #messages = new Set<Waiting>();

  get isEmpty(): boolean {
    return this.#steps.size + this.#messages.size === 0;
  }

  /** Resolves when the schedule lets it happen, rejects when that lets it fail. */
  until(what: string, isHeldUp: () => boolean = () => false): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#steps.add({ what, go: resolve, fail: () => reject(new Error(`${what}: failed`)), isHeldUp });
    });
  }

  tell(what: string, deliver: () => void, onLost: () => void = () => undefined): void {
    this.#messages.add({ what, go: deliver, fail: onLost, isHeldUp: () => false });
  }

  /** Lets so many of the things happen that follow from `act`, one after the other. */
  async follow(act: () => unknown, depth = Infinity): Promise<void> {
    const others = new Set(this.#steps);
    const next = () => [...this.#steps].find((one) => !others.has(one) && !one.isHeldUp());
    act();
    await settled();
    for (let done = 0, one = next(); one && done < depth; done += 1, one = next()) await this.#happens(one);
  }

  /** Lets one step be made. */
  go(pick: number): void {
    const ready = [...this.#steps].filter((one) => !one.isHeldUp());
    this.#happen(ready[pick % ready.length]);
  }

  /** Delivers a message; `again` leaves it there for a second time. */
  hear(pick: number, again = false): void {
    const message = [...this.#messages][pick % this.#messages.size];
    this.#happen(message);
    if (again && message) this.#messages.add(message);
  }

  /** Lets a step fail, or a message get lost. */
  fail(pick: number): void {
    const all = [...this.#steps, ...this.#messages];
    this.#lose(all[pick % all.length]);
  }

  /** Lets all steps be made that can be made now, or else delivers all messages. */
  async all(): Promise<void> {
    const ready = [...this.#steps].filter((one) => !one.isHeldUp());
    for (const one of ready.length > 0 ? ready : [...this.#messages]) this.#happen(one);
    await settled();
  }

  has(beginning: string): boolean {
    return [...this.#steps].some(({ what }) => what.startsWith(beginning));
  }

  /** Lets these happen, one after the other; each is named by how it begins. */
  async let(...beginnings: readonly string[]): Promise<void> {
    for (const beginning of beginnings) await this.#happens(this.#named(beginning));
  }

  /** Lets happen what one node does until this waits there: `one: egg is read`. */
  async upTo(beginning: string): Promise<void> {
    const node = beginning.slice(0, beginning.indexOf(':') + 1);
    while (!this.has(beginning)) await this.let(node);
  }

  /** Lets this fail. */
  async lose(beginning: string): Promise<void> {
    this.#lose(this.#named(beginning));
    await settled();
  }

  #named(beginning: string): Waiting {
    const all = [...this.#steps, ...this.#messages];
    const one = all.find(({ what }) => what.startsWith(beginning));
    if (one) return one;
    throw new Error(`"${beginning}" does not wait; there are: ${all.map(({ what }) => what).join('; ')}`);
  }

  async #happens(one: Waiting): Promise<void> {
    this.#happen(one);
    await settled();
  }

  #happen(one: Waiting | undefined): void {
    if (!one) return;
    this.#leave(one);
    this.story.push(one.what);
    one.go();
  }

  #lose(one: Waiting | undefined): void {
    if (!one) return;
    this.#leave(one);
    this.story.push(`${one.what}: LOST`);
    one.fail();
  }

  #leave(one: Waiting): void {
    this.#steps.delete(one);
    this.#messages.delete(one);
  }
}

/** Nothing goes on any more by itself. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
