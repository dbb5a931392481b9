import type { Clock } from '../clock.js';
import { fenceName } from '../fences.js';
import { Attempts, StillOwed, type AttemptOptions, type FarFailure, type Outcome } from './attempts.js';
import type { BreakerState } from './breaker.js';
import { withinDeadline } from './deadline.js';
import type { Announcement, FarLives, FarPage, FarRead, FarReport, FarTier } from './far.tier.js';
import { Leases } from './leases.js';
import { OwedDrops } from './owed-drops.js';

const PAY_AGAIN_MS = 500;
/** Of a walk; who erases or lists can wait. */
const WALK_PAGE_MS = 2000;

/**
 * The one place that knows what a failing far tier means: an outage is "nothing there", counted, never an exception and never
 * a wait beyond the deadline. Drops that could not be made are owed, and made before anything that they touch is read again.
 */
export class GuardedTier {
  readonly #attempts: Attempts;
  readonly #leases: Leases;
  readonly #owed = new OwedDrops();
  /** Until then others may not know that all there is was dropped. By `Clock.elapsed()`. */
  #untoldUntil = -Infinity;
  #paying: Promise<unknown> | undefined;
  #payment: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly inner: FarTier,
    private readonly clock: Clock,
    private readonly options: AttemptOptions,
  ) {
    this.#attempts = new Attempts(inner, clock, options);
    this.#leases = new Leases(inner, this.#attempts);
    inner.onConnected(() => void Promise.all([this.answers(), this.#leases.giveBack()]));
  }

  get name(): string {
    return this.inner.name;
  }

  /** The longest that one operation is waited for. */
  get deadlineMs(): number {
    return this.options.deadlineMs;
  }

  /** Whether it is read from. */
  get state(): BreakerState {
    return this.#attempts.stateOf('reads');
  }

  /** Whether anything is kept there. It may be full, or a replica, and be read from all the same. */
  get writes(): BreakerState {
    return this.#attempts.stateOf('writes');
  }

  get failures(): number {
    return this.#attempts.failures;
  }

  get failuresBy(): Readonly<Record<FarFailure, number>> {
    return this.#attempts.failuresBy;
  }

  /** Drops that others can't know of yet. */
  get owed(): number {
    return this.#owed.size + (this.clock.elapsed() < this.#untoldUntil ? 1 : 0);
  }

  read(key: string | undefined, fences: readonly string[]): Promise<FarRead | undefined> {
    return this.#attempts.value('reads', 'read', () => {
      return this.#owed.size > 0 ? this.#readOwing(key, fences) : this.inner.read(key, fences);
    });
  }

  plant(fences: readonly string[], token: string, lifeMs: number) {
    return this.#attempts.value('writes', 'plant', () => this.inner.plant(fences, token, lifeMs));
  }

  /** True once it lies there. */
  write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]): Promise<true | undefined> {
    const written = () => this.inner.write(key, bytes, lives, fences).then(() => true as const);
    return this.#attempts.value('writes', 'write', written);
  }

  /** As `Leases`. */
  lease(name: string, owner: string, lifeMs: number): Promise<boolean | undefined> {
    return this.#leases.lease(name, owner, lifeMs);
  }

  release(name: string, owner: string): Promise<void> {
    return this.#leases.release(name, owner);
  }

  async remove(key: string): Promise<void> {
    await this.#attempts.make('drops', 'remove', () => this.inner.remove(key));
  }

  report(): Promise<FarReport | undefined> {
    return this.#attempts.value('reads', 'report', () => this.inner.report());
  }

  /** True when the tier answers, and knows of every change. */
  async answers(): Promise<boolean> {
    const [ping] = await Promise.all([this.#attempts.make('reads', 'ping', () => this.inner.ping()), this.#pay()]);
    return isDone(ping) && this.owed === 0;
  }

  /** Made now, or as soon as that can be done; until then nothing that it touches is read. */
  async drop(announcement: Announcement): Promise<void> {
    const outcome = await this.#attempts.make('drops', 'drop', () => this.inner.drop(announcement));
    if (!isDone(outcome)) this.#owe(announcement);
  }

  /** Where tokens can't be marked they are dropped: a miss is always right. */
  async expire(fences: readonly string[], mark: string): Promise<void> {
    const outcome = await this.#attempts.make('writes', 'expire', () => this.inner.expire(fences, mark));
    if (isDone(outcome)) return;
    const announcement = { fences, keys: [] };
    // Who waited for its silence once does not wait a second time.
    if (outcome.failure === 'deadline') this.#owe(announcement);
    else await this.drop(announcement);
  }

  /**
   * Goes over what the tier comes by; ends early where `visit` says `enough`. Nobody who reads waits for it: a page has longer than a read
   * has, and one that fails says nothing about the tier. `whole` once there is nothing more, `impossible` where the store has no way to
   * do it, else `broken`: a part was not seen.
   */
  async walk(texts: readonly string[], visit: (page: FarPage) => Promise<'enough' | void>): Promise<Walked> {
    const pages = this.inner.walk(texts)?.[Symbol.asyncIterator]();
    if (!pages) return 'impossible';
    if (this.state !== 'closed') return 'broken';
    try {
      for (;;) {
        const next = await withinDeadline(WALK_PAGE_MS, 'walk', pages.next());
        if (next.done) return 'whole';
        if ((await visit(next.value)) === 'enough') return 'enough';
      }
    } catch (error) {
      this.#attempts.count(error);
      return 'broken';
    } finally {
      // Not awaited: a page that hangs would hold this up as well.
      void this.#end(pages);
    }
  }

  /** Of a walk. Nobody waits for it, so that nobody could be told of its failure. */
  async #end(pages: AsyncIterator<FarPage>): Promise<void> {
    try {
      await pages.return?.();
    } catch (error) {
      this.#attempts.count(error);
    }
  }

  /** As the tier's. Its failure says nothing about the tier: the line may be cut while the store answers. */
  async heard(): Promise<number | undefined> {
    if (this.state !== 'closed') return undefined;
    try {
      return await withinDeadline(this.options.deadlineMs, 'heard', this.inner.heard());
    } catch (error) {
      this.#attempts.count(error);
      return undefined;
    }
  }

  onDropped(listener: (announcement: Announcement) => void): void {
    this.inner.onDropped(listener);
  }

  close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#payment);
    return this.inner.close();
  }

  #owe(announcement: Announcement): void {
    this.#owed.add(announcement);
    this.#payLater();
  }

  /** Others must hear of it also when nobody asks this process for anything any more: one timer, until nothing is owed. */
  #payLater(): void {
    if (this.#closed) return;
    this.#payment ??= setTimeout(() => {
      this.#payment = undefined;
      void this.#pay().then(() => this.#owed.size > 0 && this.#payLater());
    }, PAY_AGAIN_MS).unref();
  }

  async #readOwing(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    await this.#pay();
    if (this.#owed.touches(key, fences)) throw new StillOwed('a change was not told yet');
    return this.inner.read(key, fences);
  }

  /** Makes the drops that are owed, once for all who wait for that; where it fails they stay owed. */
  async #pay(): Promise<void> {
    if (this.#owed.size === 0) return;
    this.#paying ??= this.#attempts
      .make('drops', 'pay', () => this.#owed.payAll((announcement) => this.#dropOwed(announcement)))
      .finally(() => (this.#paying = undefined));
    await this.#paying;
  }

  async #dropOwed(announcement: Announcement): Promise<void> {
    await this.inner.drop(announcement);
    if (announcement.fences.includes(fenceName.all)) this.#untoldUntil = this.clock.elapsed() + this.inner.allLagMs;
  }
}

/** How far a walk came. */
export type Walked = 'whole' | 'enough' | 'broken' | 'impossible';

function isDone<T>(outcome: Outcome<T>): outcome is { readonly value: T } {
  return 'value' in outcome;
}
