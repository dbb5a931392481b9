/** Work that nobody waits for, until the program stops. */
export class Background {
  readonly #underWay = new Set<Promise<void>>();

  /** A failure is told to `onError` and to nobody else. */
  start(work: Promise<void>, onError: (error: unknown) => void): void {
    const tracked: Promise<void> = work.catch(onError).finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
  }

  /** Resolves once all that was started has ended. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }
}
