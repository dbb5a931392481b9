import type { Clock } from '../clock.js';
import { fenceName } from '../fences.js';
import { StillOwed, type Attempts } from './attempts.js';
import type { Announcement, FarTier } from './far.tier.js';
import { OwedDrops } from './owed-drops.js';

const PAY_AGAIN_MS = 500;

/** The drops that the tier could not be told, made as soon as that can be done; until then nothing that they touch is read. */
export class Debts {
  readonly #owed = new OwedDrops();
  /** Until then others may not know that all there is was dropped. By `Clock.elapsed()`. */
  #untoldUntil = -Infinity;
  #paying: Promise<unknown> | undefined;
  #payment: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly tier: FarTier,
    private readonly clock: Clock,
    private readonly attempts: Attempts,
  ) {}

  /** Drops that others can't know of yet. */
  get size(): number {
    return this.#owed.size + (this.clock.elapsed() < this.#untoldUntil ? 1 : 0);
  }

  /** Nothing is left to be made. */
  get isClear(): boolean {
    return this.#owed.size === 0;
  }

  add(announcement: Announcement): void {
    this.#owed.add(announcement);
    this.#payLater();
  }

  /** Makes what is owed, once for all who wait for that; where it fails it stays owed. */
  async pay(): Promise<void> {
    if (this.isClear) return;
    this.#paying ??= this.attempts
      .make('drops', 'pay', () => this.#owed.payAll((announcement) => this.#drop(announcement)))
      .finally(() => (this.#paying = undefined));
    await this.#paying;
  }

  /** Pays first. Throws `StillOwed` where what is to be read may be older than a drop that could not be made. */
  async payFor(key: string | undefined, fences: readonly string[]): Promise<void> {
    await this.pay();
    if (this.#owed.touches(key, fences)) throw new StillOwed('a change was not told yet');
  }

  /** What is owed then stays so. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#payment);
  }

  /** Others must hear of it also when nobody asks this process for anything any more: one timer, until nothing is owed. */
  #payLater(): void {
    if (this.#closed) return;
    this.#payment ??= setTimeout(() => {
      this.#payment = undefined;
      void this.pay().then(() => this.isClear || this.#payLater());
    }, PAY_AGAIN_MS).unref();
  }

  async #drop(announcement: Announcement): Promise<void> {
    await this.tier.drop(announcement);
    if (announcement.fences.includes(fenceName.all)) this.#untoldUntil = this.clock.elapsed() + this.tier.allLagMs;
  }
}
