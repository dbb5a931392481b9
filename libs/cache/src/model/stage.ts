/** Something under way that waits for the schedule. */
interface Waiting {
  readonly what: string;
  readonly go: () => void;
  readonly fail: () => void;
  readonly isMessage: boolean;
  readonly isHeldUp: () => boolean;
}

/** Where everything that takes time waits: each step of a far tier, of a source, each message. Only the schedule moves it on. */
export class Stage {
  /** What happened, in its order, for people. */
  readonly story: string[] = [];
  #waiting: Waiting[] = [];

  get size(): number {
    return this.#waiting.length;
  }

  /** Resolves when the schedule lets it happen, rejects when that lets it fail. */
  until(what: string, isHeldUp: () => boolean = () => false): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error(`${what}: failed`));
      this.#waiting.push({ what, go: resolve, fail, isMessage: false, isHeldUp });
    });
  }

  /** A message: it may be lost, come late, come twice, come in another order. */
  tell(what: string, deliver: () => void): void {
    this.#waiting.push({ what, go: deliver, fail: () => undefined, isMessage: true, isHeldUp: () => false });
  }

  /** Lets one happen; `twice` leaves a message there for a second time. */
  go(pick: number, twice = false): void {
    const ready = this.#waiting.filter((one) => !one.isHeldUp());
    const one = ready[pick % ready.length];
    if (!one) return;
    this.#happen(one, twice && one.isMessage);
  }

  fail(pick: number): void {
    const one = this.#waiting[pick % this.#waiting.length];
    if (one) this.#lose(one);
  }

  /** Lets these happen, one after the other; each is named by how it begins. */
  async let(...beginnings: readonly string[]): Promise<void> {
    for (const beginning of beginnings) {
      this.#happen(this.#named(beginning));
      await settled();
    }
  }

  /** Lets happen what one node does until this waits there: `one: egg is read`. */
  async upTo(beginning: string): Promise<void> {
    const node = beginning.slice(0, beginning.indexOf(':') + 1);
    while (!this.#waiting.some(({ what }) => what.startsWith(beginning))) await this.let(node);
  }

  /** Lets this fail. */
  async lose(beginning: string): Promise<void> {
    this.#lose(this.#named(beginning));
    await settled();
  }

  /** Lets happen all that follows from `act`, and nothing else; messages stay where they are. */
  async wholly(act: () => void): Promise<void> {
    const others = new Set(this.#waiting);
    const next = () => this.#waiting.find((one) => !others.has(one) && !one.isMessage && !one.isHeldUp());
    act();
    await settled();
    for (let one = next(); one; one = next()) {
      this.#happen(one);
      await settled();
    }
  }

  /** Lets happen whatever waits now. */
  async all(): Promise<void> {
    for (const one of this.#waiting.filter((waiting) => !waiting.isHeldUp())) this.#happen(one);
    await settled();
  }

  #named(beginning: string): Waiting {
    const one = this.#waiting.find(({ what }) => what.startsWith(beginning));
    if (one) return one;
    throw new Error(`"${beginning}" does not wait; there are: ${this.#waiting.map(({ what }) => what).join('; ')}`);
  }

  #lose(one: Waiting): void {
    this.#leave(one);
    this.story.push(`${one.what}: LOST`);
    one.fail();
  }

  #happen(one: Waiting, stays = false): void {
    if (!stays) this.#leave(one);
    this.story.push(one.what);
    one.go();
  }

  #leave(one: Waiting): void {
    this.#waiting = this.#waiting.filter((other) => other !== one);
  }
}

/** Nothing goes on any more by itself. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
