/** Found out anew in the background this often, */
const EVERY_MS = 500;
/** and believed for this long since it was asked; then whoever needs it waits for it. */
export const BELIEVED_MS = 1000;

/** Something about other machines that is true for a while after it was found out. */
export class Confirmed {
  #askedAt = -Infinity;
  #doubts = 0;
  /** The doubts that there were when what is under way began. */
  #begunAfter = 0;
  #underWay: Promise<void> | undefined;
  #waiting: Promise<void> | undefined;
  readonly #timer: NodeJS.Timeout;

  /** `findOut` throws when it can't be found out. */
  constructor(
    private readonly findOut: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {
    this.#timer = setInterval(() => void this.soon(), EVERY_MS).unref();
  }

  /** Undefined while it is believed; else it is found out, or throws. */
  now(): Promise<void> | undefined {
    if (performance.now() - this.#askedAt < BELIEVED_MS) return undefined;
    return this.#underWay && this.#begunAfter !== this.#doubts ? this.#next() : this.#ask();
  }

  /** It is no longer believed, nor what is being found out now: it changed. */
  doubt(): void {
    this.#doubts += 1;
    this.#askedAt = -Infinity;
    void this.soon();
  }

  /** Finds it out in the background: something hinted that it changed. What is under way may have begun before that. */
  async soon(): Promise<void> {
    try {
      if (this.#underWay) await this.#next();
      else await this.#ask();
    } catch (error) {
      this.onError(error);
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** One more after that which is under way, however many ask for it. */
  #next(): Promise<void> {
    this.#waiting ??= Promise.allSettled([this.#underWay]).then(() => {
      this.#waiting = undefined;
      return this.#ask();
    });
    return this.#waiting;
  }

  #ask(): Promise<void> {
    this.#underWay ??= this.#askOnce().finally(() => (this.#underWay = undefined));
    return this.#underWay;
  }

  async #askOnce(): Promise<void> {
    const askedAt = performance.now();
    this.#begunAfter = this.#doubts;
    await this.findOut();
    if (this.#begunAfter === this.#doubts) this.#askedAt = askedAt;
  }
}
