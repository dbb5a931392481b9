import type { Clock } from '../clock.js';
import { TRUST_MS, type Change } from './changes.js';
import type { Item, Seen, Subject } from './kitchen.js';
import type { Node } from './node.js';

/** A read as it begins: which changes bind it, which of them this node knows of, and whether the store could be asked. */
interface Due {
  readonly line: number;
  readonly now: number;
  readonly binding: readonly Change[];
  readonly known: readonly Change[];
  readonly cutOff: boolean;
}

export interface Answer {
  readonly seen: Seen;
  readonly from: 'memory' | 'redis' | 'stale' | 'load';
  readonly stored: boolean;
}

/** Knows what was announced, and says of every answer whether it is older than that. */
export class Witness {
  readonly violations: string[] = [];
  readonly #changes: Change[] = [];

  constructor(
    private readonly clock: Clock,
    private readonly story: string[],
  ) {}

  note(change: Change): void {
    this.#changes.push(change);
  }

  gone(fences: readonly string[], soft = false): void {
    for (const change of this.#changes) change.gone(fences, this.clock.elapsed(), soft);
  }

  heard(node: string, fences: readonly string[], soft = false): void {
    for (const change of this.#changes) change.heard(node, fences, soft);
  }

  /** Something was announced that shows in this subject. */
  wasChanged(subject: Subject): boolean {
    return subject.items.some((item) => owed(this.#changes, subject, item) > 0);
  }

  asks(node: Node, subject: Subject): Due {
    const now = this.clock.elapsed();
    return {
      line: this.story.push(`${node.name}: asks for ${subject.region.name}`),
      now,
      binding: this.#changes.filter((change) => change.binds(node.name, now)),
      known: this.#changes.filter((change) => change.isKnownTo(node.name)),
      cutOff: node.wasCutOffSince(now - TRUST_MS),
    };
  }

  /**
   * What was seen, marked if it is past its time, or only makeshift: then it must not be older than what this very node knew of.
   */
  sees(node: Node, subject: Subject, due: Due, { seen, from, stored }: Answer): Seen {
    // Without store and source, a region that says so serves what is held.
    const cutOff = due.cutOff || node.wasCutOffSince(due.now - TRUST_MS);
    const makeshift = seen.makeshift || (from === 'stale' && subject.region.staleIfErrorMs > 0 && cutOff);
    const stale = seen.stale || from === 'stale';
    const story = `${node.name}: asked in ${due.line} for ${subject.region.name}, sees ${JSON.stringify(seen.versions)}`;
    this.story.push(`${story} (${from})`);

    if ((seen.makeshift || seen.stale) && stored && from !== 'stale')
      this.violations.push(`${story}: makeshift, but kept`);
    const changes = (makeshift ? due.known : due.binding).filter(({ isSoft }) => !isSoft || !stale);
    for (const item of subject.items) {
      const least = owed(changes, subject, item);
      if ((seen.versions[item] ?? -1) < least) this.violations.push(`${story}: ${item} is older than ${least}`);
    }
    return { ...seen, makeshift, stale };
  }
}

/** The oldest version of the item that may be seen in the subject after these changes. */
function owed(changes: readonly Change[], subject: Subject, item: Item): number {
  return Math.max(0, ...changes.map((change) => change.owes(subject, item)));
}
