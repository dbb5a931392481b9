import type { Entry } from '../entry.js';
import { Queue, type Linked } from './queue.js';
import { Share } from './share.js';

interface Node extends Linked<Node> {
  readonly key: string;
  readonly entry: Entry;
  /** Somebody asked for it since it was queued. */
  asked: boolean;
  resident: boolean;
}

export interface MemoryTierOptions {
  readonly maxBytes: number;
  /** Told of every entry that leaves, for whatever reason. */
  onLeave(entry: Entry, key: string, evicted: boolean): void;
}

/** What an entry costs beside its value and its key: the node, the map's slot, the entry itself (measured, 64-bit V8). */
const OVERHEAD = 400;

/**
 * The near tier: bounded in bytes, and scan-resistant by S3-FIFO (Yang et al., SOSP 2023). Newcomers stand in a queue of their own; who is not
 * asked for again there leaves soon, so one pass over many keys does not push out what is in daily use. How much room newcomers have
 * follows from who is missed (`Share`): little where the same is popular for long, much where things are asked for a few times
 * and then no more.
 */
export class MemoryTier {
  readonly #nodes = new Map<string, Node>();
  readonly #newcomers = new Queue<Node>();
  readonly #residents = new Queue<Node>();
  readonly #share = new Share();
  evictions = 0;

  constructor(private readonly options: MemoryTierOptions) {}

  get entries(): number {
    return this.#nodes.size;
  }

  get bytes(): number {
    return this.#newcomers.weight + this.#residents.weight;
  }

  get maxBytes(): number {
    return this.options.maxBytes;
  }

  get(key: string): Entry | undefined {
    const node = this.#nodes.get(key);
    if (node === undefined) return undefined;
    node.asked = true;
    return node.entry;
  }

  /** As `get`, without counting as asked for. */
  peek(key: string): Entry | undefined {
    return this.#nodes.get(key)?.entry;
  }

  /** Keeps the entry, unless it alone is larger than the tier. One that replaces another has the place that this one had earned. */
  set(key: string, entry: Entry): void {
    const before = this.#nodes.get(key);
    if (before) this.#leave(before, false);
    const weight = entry.bytes + key.length + OVERHEAD;
    if (weight > this.options.maxBytes) {
      this.options.onLeave(entry, key, true);
      return;
    }
    const { resident, asked } = before ?? { resident: this.#wasMissed(key, weight), asked: false };
    this.#makeRoom(weight);
    const node: Node = { key, entry, weight, asked, resident, older: undefined, newer: undefined };
    this.#nodes.set(key, node);
    this.#queueOf(node).push(node);
  }

  delete(key: string): void {
    const node = this.#nodes.get(key);
    if (node) this.#leave(node, false);
  }

  clear(): void {
    for (const node of this.#nodes.values()) this.#leave(node, false);
  }

  /** Every key and entry held, in no order. */
  *[Symbol.iterator](): IterableIterator<[string, Entry]> {
    for (const [key, node] of this.#nodes) yield [key, node.entry];
  }

  #wasMissed(key: string, weight: number): boolean {
    return this.#share.wasMissed(key, weight / this.options.maxBytes);
  }

  #makeRoom(weight: number): void {
    const { maxBytes } = this.options;
    while (this.bytes + weight > maxBytes) {
      const [newcomer, resident] = [this.#newcomers.oldest, this.#residents.oldest];
      if (newcomer && (!resident || this.#newcomers.weight > maxBytes * this.#share.ofNewcomers)) this.#judge(newcomer);
      else if (resident) this.#judge(resident);
      else return;
    }
  }

  /** Who was asked for stays: a newcomer among the residents, a resident for another round. */
  #judge(node: Node): void {
    if (!node.asked) {
      this.#share.left(node.key, node.resident, this.entries);
      this.#leave(node, true);
      return;
    }
    this.#queueOf(node).remove(node);
    node.asked = false;
    node.resident = true;
    this.#residents.push(node);
  }

  #leave(node: Node, evicted: boolean): void {
    this.#queueOf(node).remove(node);
    this.#nodes.delete(node.key);
    if (evicted) this.evictions += 1;
    this.options.onLeave(node.entry, node.key, evicted);
  }

  #queueOf(node: Node): Queue<Node> {
    return node.resident ? this.#residents : this.#newcomers;
  }
}
