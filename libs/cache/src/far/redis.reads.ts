/** The name of an entry, then those of its fences. */
export type EntryNames = readonly [string, ...string[]];

/** What stands under these names, the entry as bytes; and how long it has left to live (ms, or as PTTL says). */
export interface EntryAndLife {
  readonly values: readonly unknown[];
  readonly leftMs: number;
}

/** What stands under the names of entries, as bytes, then under those of fences; and how long each entry has left to live, as PTTL says. */
export interface Stand {
  readonly values: readonly unknown[];
  readonly lives: readonly number[];
}

/** Asks a server, in one round trip: the first so many names are those of entries, all others of fences. */
type Question = (names: readonly string[], entries: number) => Promise<Stand>;

/** A read that is waited for. */
interface Asked {
  readonly names: EntryNames;
  readonly resolve: (said: EntryAndLife) => void;
  readonly reject: (error: unknown) => void;
}

/** What an answer brings at most, about, and of how many entries: more would hold up what is asked after it. */
const TOGETHER_BYTES = 256 * 1024;
const TOGETHER = 64;
/** How much the latest entry counts for what one usually weighs. */
const LATEST = 1 / 8;

/**
 * The reads of one moment, asked as one question: what many cost a server, its line and this process is little more than what one does, and
 * a fence that several depend on is asked for once. A moment is short while nobody waits for an answer; else it lasts until all that came
 * in meanwhile is heard: who answers many callers reads for all of them at once.
 */
export class RedisReads {
  #gathered: Asked[] = [];
  #awaited = 0;
  #usualBytes = 0;

  constructor(private readonly question: Question) {}

  of(names: EntryNames): Promise<EntryAndLife> {
    return new Promise((resolve, reject) => {
      if (this.#gathered.push({ names, resolve, reject }) > 1) return;
      if (this.#awaited > 0) setImmediate(this.#askAll);
      else process.nextTick(this.#askAll);
    });
  }

  readonly #askAll = () => {
    const gathered = this.#gathered;
    this.#gathered = [];
    const together = Math.max(1, Math.min(TOGETHER, Math.floor(TOGETHER_BYTES / this.#usualBytes)));
    for (let at = 0; at < gathered.length; at += together) this.#ask(gathered.slice(at, at + together));
  };

  #ask(reads: readonly Asked[]): void {
    this.#awaited += 1;
    const failed = (error: unknown) => {
      this.#awaited -= 1;
      for (const { reject } of reads) reject(error);
    };
    try {
      const [first] = reads;
      // Most are alone, and name nothing twice.
      const asked = first && reads.length === 1 ? this.#askOne(first) : this.#askMany(reads);
      asked.then(() => (this.#awaited -= 1), failed);
    } catch (error) {
      failed(error);
    }
  }

  #askOne({ names, resolve }: Asked): Promise<void> {
    return this.question(names, 1).then(({ values, lives }) => {
      resolve(this.#weighed({ values, leftMs: lives[0] as number }));
    });
  }

  async #askMany(reads: readonly Asked[]): Promise<void> {
    const [entries, fences] = [new Places(), new Places()];
    const places = reads.map(({ names: [entry, ...rest] }) => ({
      of: entries.placeOf(entry),
      fences: rest.map((fence) => fences.placeOf(fence)),
    }));
    const { values, lives } = await this.question([...entries.names, ...fences.names], entries.names.length);
    for (const [at, { resolve }] of reads.entries()) {
      const place = places[at] as (typeof places)[number];
      const tokens = place.fences.map((fence) => values[entries.names.length + fence]);
      resolve(this.#weighed({ values: [values[place.of], ...tokens], leftMs: lives[place.of] as number }));
    }
  }

  #weighed(said: EntryAndLife): EntryAndLife {
    const [entry] = said.values;
    if (entry instanceof Buffer) this.#usualBytes += LATEST * (entry.length - this.#usualBytes);
    return said;
  }
}

/** Names, each once, in the order in which they came. */
class Places {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();

  placeOf(name: string): number {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const place = this.names.push(name) - 1;
    this.#places.set(name, place);
    return place;
  }
}
