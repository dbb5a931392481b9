import type { Clock } from '#cache';
import type { Instance, Shelf } from './siege.js';

interface Change {
  readonly by: Instance;
  readonly person: number;
  readonly version: number;
  acknowledgedAt: number;
  /** Since when all others can know: acknowledged, and not owed to Redis. */
  toldAt: number;
}

/** What somebody who asked must see. */
interface Due {
  readonly reader: Instance;
  readonly person: number;
  readonly atLeast: number;
}

/** Knows what was changed and when that was acknowledged, and compares with what is served. */
export class Witness {
  readonly violations: string[] = [];
  reads = 0;
  /** Answers that came later than Redis may make anybody wait. */
  late = 0;
  #changes: Change[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly trustMs: number,
  ) {}

  /** Returns what to call when it is acknowledged. */
  changes(by: Instance, person: number, version: number): () => void {
    const change: Change = { by, person, version, acknowledgedAt: Infinity, toldAt: Infinity };
    this.#changes.push(change);
    return () => {
      change.acknowledgedAt = this.clock.elapsed();
      this.look();
    };
  }

  /** Notes whose changes Redis knows by now. */
  look(): void {
    const now = this.clock.elapsed();
    for (const change of this.#changes) {
      const isTold = change.acknowledgedAt <= now && change.by.cache.far?.owed === 0;
      if (isTold && change.toldAt === Infinity) change.toldAt = now;
    }
  }

  asks(reader: Instance, person: number): Due {
    const now = this.clock.elapsed();
    const known = this.#changes.filter((change) => change.person === person && this.#mustKnow(reader, change, now));
    return { reader, person, atLeast: Math.max(0, ...known.map(({ version }) => version)) };
  }

  sees({ reader, person, atLeast }: Due, shelf: Shelf, isLate: boolean): void {
    this.reads += 1;
    if (isLate) this.late += 1;
    if (shelf.person !== person) this.violations.push(`${reader.name}: ${person} was shown what is ${shelf.person}'s`);
    if (shelf.version < atLeast) {
      this.violations.push(`${reader.name}: ${person} was shown ${shelf.version} instead of ${atLeast}`);
    }
  }

  /** Whoever makes a change sees it at once; the other within the trust window, once it could be told. */
  #mustKnow(reader: Instance, { by, acknowledgedAt, toldAt }: Change, now: number): boolean {
    return by === reader ? acknowledgedAt <= now : toldAt + this.trustMs < now;
  }
}
