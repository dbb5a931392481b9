/** What one round trip to the far tier brought. */
export interface FarRead {
  readonly bytes: Buffer | undefined;
  /** How long the entry has left to live, by the far tier's own clock. */
  readonly leftMs: number;
  /** The current token of each fence asked for; undefined where it is missing. */
  readonly tokens: readonly (string | undefined)[];
}

/** How long what is written stays, ms. Fences outlive the entry: copies of it in memory are still asked about. */
export interface FarLives {
  readonly entryMs: number;
  readonly fencesMs: number;
}

/** A change that other instances are to hear of. */
export interface Announcement {
  readonly fences: readonly string[];
  readonly keys: readonly string[];
  /** Heads of keys, `pantry:7`: what is held in memory under them is let go of, and its bytes with it. */
  readonly heads?: readonly string[];
  /** What stands under these fences is past its time rather than wrong: it may still be served in its stale window. */
  readonly soft?: boolean;
}

/** What a walk comes by at once. */
export interface FarPage {
  readonly keys: readonly string[];
  readonly fences: readonly string[];
}

/**
 * What an error says about the store:
 * - `silent`: it did not answer, or can't be reached;
 * - `refused`: it is well, and said no to this one question;
 * - `waits`: it is there and serves nobody yet, as it loads its data or has lost its master;
 * - `full`: it takes nothing in now; what it holds can be read and taken away;
 * - `readonly`: another one takes the writes now;
 * - `denied`: it does not know who asks, or does not let them;
 * - `moving`: nothing, as the tier just changes its connection of its own accord.
 */
export type FarVerdict = 'silent' | 'refused' | 'waits' | 'full' | 'readonly' | 'denied' | 'moving';

/**
 * A store that other processes share. It keeps bytes under keys and random tokens under the names of fences; it throws when it
 * can't do what it is asked, and is wrapped by a `GuardedTier` that decides what this means.
 */
export abstract class FarTier {
  /** As `Cache-Status` and the statistics call it. */
  abstract readonly name: string;

  /** For how long another process may not know yet that `fenceName.all` was dropped, where no message reaches it. */
  readonly allLagMs: number = 0;

  /** The entry and the tokens as they stand at one moment, in one round trip; without a key, only the tokens. */
  abstract read(key: string | undefined, fences: readonly string[]): Promise<FarRead>;

  /** Gives the missing ones of these fences a token, and tells the current token of each; one round trip. */
  abstract plant(fences: readonly string[], token: string, lifeMs: number): Promise<readonly (string | undefined)[]>;

  /** Stores an entry, and lets its fences live at least for their time from now on. */
  abstract write(key: string, bytes: Buffer, lives: FarLives, fences: readonly string[]): Promise<void>;

  /**
   * Removes tokens and entries, and tells the other instances: whatever was made under these is no longer valid anywhere. The fence
   * `fenceName.all` stands around all others, whatever their names: after a drop of it no token counts that was there before.
   */
  abstract drop(announcement: Announcement): Promise<void>;

  /**
   * Marks the tokens that are there as `markedAs` does, and tells the other instances: what was made under these is past its time
   * everywhere.
   */
  abstract expire(fences: readonly string[], mark: string): Promise<void>;

  /** Hears what other instances drop or let expire. */
  abstract onDropped(listener: (announcement: Announcement) => void): void;

  /**
   * Resolves once everything that others announced before has been told to those who listen here. Names the line it came on: one that
   * broke, and may have lost something, is another one. Undefined while there is no line.
   */
  abstract heard(): Promise<number | undefined>;

  /** Hears that the store can be reached, at first and after each outage. */
  abstract onConnected(listener: () => void): void;

  /** True when nobody else has leave to load under this name; then `owner` has it for at most `lifeMs`. */
  abstract lease(name: string, owner: string, lifeMs: number): Promise<boolean>;

  /** Gives the leave back, if it is still this owner's. */
  abstract release(name: string, owner: string): Promise<void>;

  /** What an error of any of these operations says about the store. */
  abstract verdictOn(error: unknown): FarVerdict;

  /** Gives its connection up for a new one: the same address may lead to another server by now. Nothing to do where that can't be. */
  reconnect(): void {
    return;
  }

  abstract remove(key: string): Promise<void>;

  /**
   * Goes over everything that the store holds, a bounded page at a time, and comes by the entries, and the fences of keys, that have these
   * texts in their names, in this order: all that are there from the beginning of the walk to its end, some maybe twice. For operators, and
   * for what must be gone; no read ever walks. Undefined where the store has no way to do it.
   */
  walk(_texts: readonly string[]): AsyncIterable<FarPage> | undefined {
    return undefined;
  }

  /** Throws unless it answers. */
  abstract ping(): Promise<void>;

  /** What the store says of itself. */
  abstract report(): Promise<FarReport>;

  abstract close(): Promise<void>;
}

export interface FarReport {
  readonly usedMemory: number;
  readonly keyspaceHits: number;
  readonly keyspaceMisses: number;
}
