import type { Clock } from '../clock.js';
import { Attempts, type AttemptOptions, type FarFailure, type Outcome } from './attempts.js';
import type { BreakerState } from './breaker.js';
import { withinDeadline } from './deadline.js';
import { Debts } from './debts.js';
import type { Announcement, FarLives, FarPage, FarRead, FarReport, FarTier } from './far.tier.js';
import { walked, type Walked } from './guarded-walk.js';
import { Leases } from './leases.js';

/**
 * The one place that knows what a failing far tier means: an outage is "nothing there", counted, never an exception and never
 * a wait beyond the deadline. Drops that could not be made are owed, and made before anything that they touch is read again.
 */
export class GuardedTier {
  readonly #attempts: Attempts;
  readonly #leases: Leases;
  readonly #debts: Debts;

  constructor(
    private readonly inner: FarTier,
    clock: Clock,
    private readonly options: AttemptOptions,
  ) {
    this.#attempts = new Attempts(inner, clock, options);
    this.#leases = new Leases(inner, this.#attempts);
    this.#debts = new Debts(inner, clock, this.#attempts);
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
    return this.#debts.size;
  }

  read(key: string | undefined, fences: readonly string[]): Promise<FarRead | undefined> {
    return this.#attempts.value('reads', 'read', () => {
      return this.#debts.isClear ? this.inner.read(key, fences) : this.#readOwing(key, fences);
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
    const [ping] = await Promise.all([
      this.#attempts.make('reads', 'ping', () => this.inner.ping()),
      this.#debts.pay(),
    ]);
    return isDone(ping) && this.owed === 0;
  }

  /** Made now, or as soon as that can be done; until then nothing that it touches is read. */
  async drop(announcement: Announcement): Promise<void> {
    const outcome = await this.#attempts.make('drops', 'drop', () => this.inner.drop(announcement));
    if (!isDone(outcome)) this.#debts.add(announcement);
  }

  /** Where tokens can't be marked they are dropped: a miss is always right. */
  async expire(fences: readonly string[], mark: string): Promise<void> {
    const outcome = await this.#attempts.make('writes', 'expire', () => this.inner.expire(fences, mark));
    if (isDone(outcome)) return;
    const announcement = { fences, keys: [] };
    // Who waited for its silence once does not wait a second time.
    if (outcome.failure === 'deadline') this.#debts.add(announcement);
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
    return this.state === 'closed' ? walked(pages, visit, this.#attempts) : 'broken';
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
    this.#debts.close();
    return this.inner.close();
  }

  async #readOwing(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    await this.#debts.payFor(key, fences);
    return this.inner.read(key, fences);
  }
}

function isDone<T>(outcome: Outcome<T>): outcome is { readonly value: T } {
  return 'value' in outcome;
}
