import { fenceName } from '../fences.js';
import { SUBJECTS, tagOf, type Item, type Subject, type Versions } from './kitchen.js';

/**
 * What a node announces: as changed an item by its tag, or one entry by its key or its region; as past its time an item by its tag.
 */
export type Target =
  { readonly by: 'tag' | 'time'; readonly item: Item } | { readonly by: 'key' | 'region'; readonly subject: Subject };

export const TRUST_MS = 1000;

/** A change that was committed, and what its announcement promises to whom and from when on. */
export class Change {
  /** Since when its caller knows that it is announced. */
  acknowledgedAt: number | undefined;
  /** Since when its token is gone from the store: later than the acknowledgement when the node owes it. */
  goneAt: number | undefined;
  readonly #fence: string;
  readonly #heardBy = new Set<string>();

  constructor(
    private readonly by: string,
    private readonly target: Target,
    /** As committed when it was announced. */
    private readonly committed: Versions,
  ) {
    this.#fence = fenceOf(target);
  }

  /** The old may still be served, as something past its time. */
  get isSoft(): boolean {
    return this.target.by === 'time';
  }

  /** Its token is gone; or only marked, which is enough for what is past its time. */
  gone(fences: readonly string[], now: number, soft: boolean): void {
    if (this.#isAmong(fences, soft)) this.goneAt ??= now;
  }

  heard(node: string, fences: readonly string[], soft: boolean): void {
    if (this.goneAt !== undefined && this.#isAmong(fences, soft)) this.#heardBy.add(node);
  }

  /** The oldest version of the item that a reader who starts now may see in this subject; 0 when any will do. */
  owes(subject: Subject, item: Item): number {
    return this.#covers(subject, item) ? (this.committed[item] ?? 0) : 0;
  }

  /** Binds who reads at this node from now on: at once where it was announced or heard of, elsewhere after the trust window. */
  binds(node: string, now: number): boolean {
    if (this.isKnownTo(node)) return true;
    if (this.acknowledgedAt === undefined || this.goneAt === undefined) return false;
    return now >= Math.max(this.acknowledgedAt, this.goneAt) + TRUST_MS;
  }

  isKnownTo(node: string): boolean {
    return this.acknowledgedAt !== undefined && (node === this.by || this.#heardBy.has(node));
  }

  #isAmong(fences: readonly string[], soft: boolean): boolean {
    return fences.includes(this.#fence) && (this.isSoft || !soft);
  }

  #covers(subject: Subject, item: Item): boolean {
    if ('item' in this.target) return this.target.item === item;
    // An entry that is forgotten is made anew, of others that nobody announced: only its own item has to be a new one.
    return this.target.subject === subject && item === subject.item;
  }
}

function fenceOf(target: Target): string {
  if ('item' in target) return fenceName.tag(tagOf(target.item).name);
  const { region } = target.subject;
  return target.by === 'key' ? fenceName.key(region.keyFor(null)) : fenceName.region(region.name);
}

/** All that nodes can announce. */
export const TARGETS: readonly Target[] = SUBJECTS.flatMap((subject) => [
  { by: 'tag', item: subject.item },
  { by: 'time', item: subject.item },
  { by: 'key', subject },
  { by: 'region', subject },
]);
