import type { Clock } from '../clock.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open before it lets one try through. */
  readonly openMs: number;
}

/**
 * Stops asking a tier that does not answer. Closed: all pass. Open: none. After `openMs` exactly one caller passes as a probe
 * (half-open); its success closes the breaker, its failure opens it again. All others are turned away meanwhile.
 */
export class Breaker {
  #failures = 0;
  #openedAt = 0;
  #state: BreakerState = 'closed';

  constructor(
    private readonly clock: Clock,
    private readonly options: BreakerOptions,
    private readonly onChange: (state: BreakerState) => void,
  ) {}

  get state(): BreakerState {
    return this.#state;
  }

  /** True when this caller may try now. Whoever is let through must say how it went. */
  admits(): boolean {
    if (this.#state === 'closed') return true;
    if (this.#state === 'half-open') return false;
    if (this.clock.elapsed() - this.#openedAt < this.options.openMs) return false;
    this.#turn('half-open');
    return true;
  }

  succeeded(): void {
    this.#failures = 0;
    if (this.#state === 'half-open') this.#turn('closed');
  }

  failed(): void {
    this.#failures += 1;
    if (this.#state === 'half-open' || (this.#state === 'closed' && this.#failures >= this.options.failures)) {
      this.#openedAt = this.clock.elapsed();
      this.#turn('open');
    }
  }

  /** The try said nothing about the tier (the process itself was late): a probe's place is free again. */
  unsettled(): void {
    if (this.#state === 'half-open') this.#turn('open');
  }

  #turn(state: BreakerState): void {
    this.#state = state;
    this.onChange(state);
  }
}
