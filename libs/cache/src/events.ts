import type { BreakerState } from './far/breaker.js';

/** What can be listened to, and what each tells. */
export interface CacheEvents {
  /** A read was answered; `from` says whence. */
  served: {
    readonly region: string;
    readonly key: string;
    readonly from: 'memory' | 'redis' | 'stale' | 'load';
    readonly identity: number | string | undefined;
  };
  /** A change was announced here (`own`) or by another instance. */
  dropped: { readonly fences: readonly string[]; readonly own: boolean };
  /** A background load failed; the next reader asks again. */
  refreshFailed: { readonly region: string; readonly key: string; readonly error: unknown };
  /** A hit was compared with its source and differed, though no change was announced; `ageMs` is what was served. */
  different: { readonly region: string; readonly ageMs: number };
  /** An entry of the far tier was damaged or foreign, and removed. */
  corrupt: { readonly region: string; readonly key: string };
  /** A value was answered but is larger than its region allows. */
  notStored: { readonly region: string; readonly key: string; readonly bytes: number };
  /** The far tier was lost (`open`), is being tried (`half-open`) or is back (`closed`). */
  far: { readonly state: BreakerState; readonly failures: number; readonly cause: unknown };
  /** As `far`, for whether it takes anything new: it may be full, or a replica, and be read from all the same. */
  farWrites: { readonly state: BreakerState; readonly failures: number; readonly cause: unknown };
}

type Listener<E> = (event: E) => void;

type Listeners = { [N in keyof CacheEvents]?: Set<Listener<CacheEvents[N]>> };

/**
 * Typed events; nothing is built for an event that nobody listens to. What a listener throws is warned of, and reaches nobody else: neither who
 * reads or changes something at that moment, nor the other listeners.
 */
export class Events {
  /** By name, and no map: each hit asks whether anybody listens. */
  readonly #listeners: Listeners = {};

  /** True while somebody listens to it. */
  hears(name: keyof CacheEvents): boolean {
    const listeners = this.#listeners[name];
    return listeners !== undefined && listeners.size > 0;
  }

  /** Returns the way to stop listening. */
  on<N extends keyof CacheEvents>(name: N, listener: Listener<CacheEvents[N]>): () => void {
    const listeners = (this.#listeners[name] ??= new Set() as NonNullable<Listeners[N]>);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  emit<N extends keyof CacheEvents>(name: N, event: () => CacheEvents[N]): void {
    const listeners = this.#listeners[name];
    if (!listeners || listeners.size === 0) return;
    const told = event();
    for (const listener of listeners) {
      try {
        listener(told);
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error));
      }
    }
  }
}
