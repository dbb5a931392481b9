import { CallChain } from './call-chain.js';

/**
 * How a read treats what is held. `use`: serve it. `refresh`: ask the source, keep the answer. `bypass`: ask the source, keep
 * nothing. Reads inside a load follow the one that started it: a bypass bypasses all the way down.
 */
export type ReadMode = 'use' | 'refresh' | 'bypass';

/** What a load that is under way asks of the reads inside it. */
export interface Reading {
  readonly mode: ReadMode;
  /**
   * The tick at which the outer load knew its fences. What is read inside must be proven later than that: a value that was still
   * trusted here but overtaken elsewhere would otherwise be kept under the new fences, for good.
   */
  readonly since: number;
  /** Nobody waits for what it brings who has nothing else: something past its time is held in its place. */
  readonly isSpare: boolean;
  /** Something inside was served past its time: what is made of it is answered, but not kept. */
  tainted: boolean;
  /** When the least lately proven value read inside was proven: what is made of it is no better. */
  oldestProof: Proof;
  /** The flights that it waits for, or did: what they bring may be older than their take-off. */
  readonly flights: { readonly proof: Proof }[];
}

/** When something was known to be the current: by `Clock.elapsed()`, and by count. */
export interface Proof {
  readonly provenAt: number;
  readonly provenTick: number;
}

export const PROVEN_FOR_EVER: Proof = { provenAt: Infinity, provenTick: Infinity };

export function olderOf(one: Proof, other: Proof): Proof {
  return {
    provenAt: Math.min(one.provenAt, other.provenAt),
    provenTick: Math.min(one.provenTick, other.provenTick),
  };
}

/** What a load starts with. */
export function aReading(mode: ReadMode, since: number, isSpare = false): Reading {
  return { mode, since, isSpare, tainted: false, oldestProof: PROVEN_FOR_EVER, flights: [] };
}

/** Of a read that no load waits for. */
export const OUTSIDE: Reading = Object.freeze(aReading('use', -1));

/** The readings of this call chain. */
export class Readings {
  readonly #chain = new CallChain<Reading>();

  get current(): Reading {
    return this.#chain.current ?? OUTSIDE;
  }

  run<T>(reading: Reading, work: () => T): T {
    return this.#chain.run(reading, work);
  }

  close(): void {
    this.#chain.close();
  }
}

/** Tells a load that it was given something past its time. */
export function taint(reading: Reading): void {
  if (reading !== OUTSIDE) reading.tainted = true;
}

/** Tells a load when something that it was given was proven last. */
export function noteProof(reading: Reading, proof: Proof): void {
  if (reading !== OUTSIDE) reading.oldestProof = olderOf(reading.oldestProof, proof);
}

/** Tells a load which flight it waits for. */
export function noteFlight(reading: Reading, flight: { readonly proof: Proof }): void {
  if (reading !== OUTSIDE) reading.flights.push(flight);
}

/** Of all that a load was given, and of what it still waits for. */
export function oldestProofOf({ oldestProof, flights }: Reading): Proof {
  return flights.reduce((oldest, { proof }) => olderOf(oldest, proof), oldestProof);
}
