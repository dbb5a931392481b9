import type { EntryNames } from './redis.reads.js';

/** How everything is called that lies in Redis, so that nothing is taken for something else. */
export class RedisNames {
  readonly #fences: string;

  constructor(
    /** Stands before all of them. */
    readonly prefix: string,
  ) {
    this.#fences = `${prefix}fence:`;
  }

  key(key: string): string {
    return this.prefix + key;
  }

  fence(fence: string): string {
    return this.#fences + fence;
  }

  fences(fences: readonly string[]): string[] {
    return fences.map((fence) => this.fence(fence));
  }

  /** Of an entry, then of its fences. */
  entry(key: string, fences: readonly string[]): EntryNames {
    const names: [string, ...string[]] = [this.key(key)];
    for (const fence of fences) names.push(this.fence(fence));
    return names;
  }

  lease(name: string): string {
    return `${this.prefix}lease:${name}`;
  }

  /** On which changes are told. */
  get channel(): string {
    return `${this.prefix}cache:dropped`;
  }

  /** Without the prefix. */
  bare(names: readonly string[]): string[] {
    return names.map((name) => name.slice(this.prefix.length));
  }
}
