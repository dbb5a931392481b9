import type { Entry } from '../entry.js';
import { Ghosts } from './ghosts.js';
import { Queue, type Linked } from './queue.js';

interface Node extends Linked<Node> {
  readonly key: string;
  entry: Entry;
  /** How often it was asked for since it was queued, at most 3. */
  asked: number;
  protected: boolean;
}

export interface MemoryTierOptions {
  readonly maxBytes: number;
  /** Told of every entry that leaves, for whatever reason. */
  onLeave(entry: Entry, key: string, evicted: boolean): void;
}

/** What an entry costs beside its value and its key: the node, the map's slot, the entry itself (measured, 64-bit V8). */
const OVERHEAD = 320;
/** The share of newcomers, as in the S3-FIFO paper (Yang et al., SOSP 2023). */
const NEWCOMERS = 0.1;
const GHOSTS = 16_384;

/**
 * The near tier: bounded in bytes, and scan-resistant by S3-FIFO. Newcomers stand in a small queue; who is not asked for again
 * there leaves soon, so one pass over many keys does not push out what is in daily use.
 */
export class MemoryTier {
  readonly #nodes = new Map<string, Node>();
  readonly #newcomers = new Queue<Node>();
  readonly #residents = new Queue<Node>();
  readonly #ghosts = new Ghosts(GHOSTS);
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
    if (node.asked < 3) node.asked += 1;
    return node.entry;
  }

  /** Keeps the entry, unless it alone is larger than the tier. */
  set(key: string, entry: Entry): void {
    this.delete(key);
    const weight = entry.bytes + key.length + OVERHEAD;
    if (weight > this.options.maxBytes) {
      this.options.onLeave(entry, key, true);
      return;
    }
    this.#makeRoom(weight);
    const known = this.#ghosts.has(key);
    const node: Node = { key, entry, weight, asked: 0, protected: known, older: undefined, newer: undefined };
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

  #makeRoom(weight: number): void {
    while (this.bytes + weight > this.options.maxBytes) {
      const fromNewcomers = this.#newcomers.weight > this.options.maxBytes * NEWCOMERS || !this.#residents.oldest;
      if (fromNewcomers && this.#newcomers.oldest) this.#judgeNewcomer(this.#newcomers.oldest);
      else if (this.#residents.oldest) this.#judgeResident(this.#residents.oldest);
      else return;
    }
  }

  #judgeNewcomer(node: Node): void {
    if (node.asked === 0) {
      this.#ghosts.add(node.key);
      this.#leave(node, true);
      return;
    }
    this.#newcomers.remove(node);
    node.asked = 0;
    node.protected = true;
    this.#residents.push(node);
  }

  #judgeResident(node: Node): void {
    if (node.asked === 0) {
      this.#leave(node, true);
      return;
    }
    node.asked -= 1;
    this.#residents.remove(node);
    this.#residents.push(node);
  }

  #leave(node: Node, evicted: boolean): void {
    this.#queueOf(node).remove(node);
    this.#nodes.delete(node.key);
    if (evicted) this.evictions += 1;
    this.options.onLeave(node.entry, node.key, evicted);
  }

  #queueOf(node: Node): Queue<Node> {
    return node.protected ? this.#residents : this.#newcomers;
  }
}
