/** Lets so many through at once; the others wait in line. */
export class Gate {
  #inside = 0;
  readonly #line: (() => void)[] = [];

  constructor(private readonly width: number) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.width) await new Promise<void>((resolve) => this.#line.push(resolve));
    else this.#inside += 1;
    try {
      return await work();
    } finally {
      const next = this.#line.shift();
      // Whoever goes hands the place on: nobody can slip in between.
      if (next) next();
      else this.#inside -= 1;
    }
  }
}
