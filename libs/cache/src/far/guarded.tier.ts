import { CacheError } from '../cache.error.js';
import type { Clock } from '../clock.js';
import { Breaker, type BreakerState } from './breaker.js';
import { OwnLateness, withinDeadline } from './deadline.js';
import type { Announcement, FarLives, FarRead, FarReport, FarTier } from './far.tier.js';
import { OwedDrops } from './owed-drops.js';

export interface GuardOptions {
  /** The longest that one operation may keep a caller waiting. */
  readonly deadlineMs: number;
  /** The fences that stand for all there is; dropped when an outage owes more than can be kept apart. */
  readonly everything: () => readonly string[];
  /** Told once when the tier is lost and once when it is back, with the failures in between. */
  onStateChange(state: BreakerState, failures: number, cause: unknown): void;
}

/** No answer in time; this process too busy to see one; an answer that says no; all else. */
export type FarFailure = 'deadline' | 'process' | 'refused' | 'connection';

const FAILURES_TO_OPEN = 3;
const OPEN_MS = 500;

/**
 * The one place that knows what a failing far tier means: an outage is "nothing there", counted, never an exception and never
 * a wait beyond the deadline. Drops that could not be made are owed, and made before anything is read or written again.
 */
export class GuardedTier {
  failures = 0;
  readonly failuresBy: Record<FarFailure, number> = { deadline: 0, process: 0, refused: 0, connection: 0 };
  readonly #breaker: Breaker;
  readonly #owed: OwedDrops;
  #cause: unknown;
  #payment: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(
    private readonly inner: FarTier,
    clock: Clock,
    private readonly options: GuardOptions,
  ) {
    this.#breaker = new Breaker(clock, { failures: FAILURES_TO_OPEN, openMs: OPEN_MS }, (state) =>
      options.onStateChange(state, this.failures, this.#cause),
    );
    this.#owed = new OwedDrops(options.everything);
    inner.onConnected(() => void this.answers());
  }

  get name(): string {
    return this.inner.name;
  }

  get state(): BreakerState {
    return this.#breaker.state;
  }

  /** Drops that wait for the tier to come back. */
  get owed(): number {
    return this.#owed.size;
  }

  read(key: string | undefined, fences: readonly string[]): Promise<FarRead | undefined> {
    return this.#guard('read', () => this.inner.read(key, fences));
  }

  plant(fences: readonly string[], token: string, lifeMs: number) {
    return this.#guard('plant', () => this.inner.plant(fences, token, lifeMs));
  }

  /** True once it lies there. */
  write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]): Promise<true | undefined> {
    return this.#guard('write', () => this.inner.write(key, bytes, lives, fences).then(() => true));
  }

  /** Undefined when the tier can't be asked: then everybody has leave. */
  lease(name: string, owner: string, lifeMs: number): Promise<boolean | undefined> {
    return this.#guard('lease', () => this.inner.lease(name, owner, lifeMs));
  }

  release(name: string, owner: string) {
    return this.#guard('release', () => this.inner.release(name, owner));
  }

  remove(key: string) {
    return this.#guard('remove', () => this.inner.remove(key));
  }

  report(): Promise<FarReport | undefined> {
    return this.#guard('report', () => this.inner.report());
  }

  /** True when the tier answers. */
  async answers(): Promise<boolean> {
    return (await this.#guard('ping', () => this.inner.ping().then(() => true))) ?? false;
  }

  /** Made now, or as soon as the tier answers again; until then nothing is read from it. */
  async drop(announcement: Announcement): Promise<void> {
    const made = await this.#guard('drop', () => this.inner.drop(announcement).then(() => true));
    if (made) return;
    this.#owed.add(announcement);
    this.#payLater();
  }

  /** Where tokens can't be marked they are dropped: a miss is always right. */
  async expire(fences: readonly string[], mark: string): Promise<void> {
    const made = await this.#guard('expire', () => this.inner.expire(fences, mark).then(() => true));
    if (!made) await this.drop({ fences, keys: [] });
  }

  /** As the tier's. Its failure says nothing about the tier: the line may be cut while the store answers. */
  async heard(): Promise<number | undefined> {
    if (this.#breaker.state !== 'closed') return undefined;
    try {
      return await withinDeadline(this.options.deadlineMs, 'heard', this.inner.heard());
    } catch (error) {
      this.failures += 1;
      this.#cause = error;
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

  /** Others must hear of it also when nobody asks this process for anything any more: one timer, until nothing is owed. */
  #payLater(): void {
    if (this.#closed) return;
    this.#payment ??= setTimeout(() => {
      this.#payment = undefined;
      void this.answers().then(() => this.#owed.size > 0 && this.#payLater());
    }, OPEN_MS).unref();
  }

  async #guard<T>(operation: string, work: () => Promise<T>): Promise<T | undefined> {
    if (!this.#breaker.admits()) return undefined;
    try {
      const result = await withinDeadline(this.options.deadlineMs, operation, this.#afterDebts(work));
      this.#breaker.succeeded();
      return result;
    } catch (error) {
      this.failures += 1;
      this.failuresBy[this.#kindOf(error)] += 1;
      this.#cause = error;
      this.#judge(error);
      return undefined;
    }
  }

  /** A tier that says no is there: only silence opens the breaker. */
  #judge(error: unknown): void {
    const kind = this.#kindOf(error);
    if (kind === 'process') this.#breaker.unsettled();
    else if (kind === 'refused') this.#breaker.succeeded();
    else this.#breaker.failed();
  }

  #kindOf(error: unknown): FarFailure {
    if (error instanceof OwnLateness) return 'process';
    if (this.inner.isReply(error)) return 'refused';
    return error instanceof CacheError && error.code === 'FAR_DEADLINE' ? 'deadline' : 'connection';
  }

  /** Debts of an outage come first: what lies there may be older than they are. */
  async #afterDebts<T>(work: () => Promise<T>): Promise<T> {
    if (this.#owed.size > 0) await this.#owed.payAll((announcement) => this.inner.drop(announcement));
    return work();
  }
}
