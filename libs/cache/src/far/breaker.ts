import type { Clock } from '../clock.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

/** Leave to try once. Worth nothing as soon as the breaker has turned since. */
export type Ticket = number;

export interface BreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open before it lets one try through. */
  readonly openMs: number;
}

/**
 * Stops asking what does not answer. Closed: all pass. Open: none. After `openMs` exactly one caller passes as a probe
 * (half-open); its success closes the breaker, its failure opens it again. All others are turned away meanwhile. Who set out before
 * the breaker turned has no say any more: a straggler neither ends a probe nor lets a second one through.
 */
export class Breaker {
  #failures = 0;
  #openedAt = 0;
  #state: BreakerState = 'closed';
  /** Another one after each turn; so that of a probe is its own. */
  #ticket: Ticket = 0;

  constructor(
    private readonly clock: Clock,
    private readonly options: BreakerOptions,
    private readonly onChange: (state: BreakerState) => void,
  ) {}

  get state(): BreakerState {
    return this.#state;
  }

  /** A ticket for who may try now, else undefined. Whoever has one must say how it went. */
  admit(): Ticket | undefined {
    if (this.#state === 'half-open') return undefined;
    if (this.#state === 'open') {
      if (this.clock.elapsed() - this.#openedAt < this.options.openMs) return undefined;
      this.#turn('half-open');
    }
    return this.#ticket;
  }

  succeeded(ticket: Ticket): void {
    if (ticket !== this.#ticket) return;
    this.#failures = 0;
    if (this.#state === 'half-open') this.#turn('closed');
  }

  failed(ticket: Ticket): void {
    if (ticket !== this.#ticket) return;
    this.#failures += 1;
    if (this.#state === 'half-open' || this.#failures >= this.options.failures) this.#open();
  }

  /** The try said nothing: a probe's place is free again. */
  unsettled(ticket: Ticket): void {
    if (ticket === this.#ticket && this.#state === 'half-open') this.#turn('open');
  }

  /** Opens it without more ado, as one answer said enough; a probe under way is left to its own end. */
  trip(): void {
    if (this.#state === 'closed') this.#open();
  }

  #open(): void {
    this.#openedAt = this.clock.elapsed();
    this.#turn('open');
  }

  #turn(state: BreakerState): void {
    this.#state = state;
    this.#ticket += 1;
    this.onChange(state);
  }
}
