import type { Clock } from '#cache';

const DAY_MS = 86_400_000;

/**
 * What is left of the day's points at Spoonacular, which counts by UTC days. Each of its answers says what is left of the whole
 * account, so nothing has to be kept: after a restart, and beside other instances, the first answer tells.
 */
export class SpoonacularQuota {
  #left = Infinity;
  #day: number;

  constructor(private readonly clock: Clock) {
    this.#day = this.#today();
  }

  /** True where a question of so many points may be asked; what is under way is not counted yet. */
  affords(points: number): boolean {
    const today = this.#today();
    if (today !== this.#day) {
      this.#day = today;
      this.#left = Infinity;
    }
    return this.#left >= points;
  }

  /** By the `X-API-Quota-Left` of an answer; one that says nothing changes nothing. */
  note(left: string | null): void {
    if (left !== null && /^-?\d+(\.\d+)?$/.test(left)) this.#left = Number(left);
  }

  /** It said so itself (402). */
  exhausted(): void {
    this.#left = 0;
  }

  #today(): number {
    return Math.floor(this.clock.now() / DAY_MS);
  }
}
