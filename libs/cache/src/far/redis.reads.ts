/** The name of an entry, then those of its fences. */
export type EntryNames = readonly [string, ...string[]];

/** What stands under these names, and how long the first of them has left to live (ms, or as PTTL says). */
export interface EntryAndLife {
  readonly values: readonly unknown[];
  readonly leftMs: number;
}

/** Asks a server what stands under `names`, and how long each of `entries` has left to live, in one round trip. */
type Question = (
  names: readonly string[],
  entries: readonly string[],
) => Promise<readonly [readonly unknown[], readonly number[]]>;

/** A read that is waited for. */
interface Asked {
  readonly names: EntryNames;
  readonly resolve: (said: EntryAndLife) => void;
  readonly reject: (error: unknown) => void;
}

/** A question for more than these would hold up what is asked after it. */
const TOGETHER = 64;

/**
 * The reads of one moment, asked as one question: what many cost a server, its line and this process is little more than what one does, and
 * a fence that several depend on is asked for once.
 */
export class RedisReads {
  #gathered: Asked[] = [];

  constructor(private readonly question: Question) {}

  of(names: EntryNames): Promise<EntryAndLife> {
    return new Promise((resolve, reject) => {
      if (this.#gathered.push({ names, resolve, reject }) === 1) process.nextTick(this.#askAll);
    });
  }

  readonly #askAll = () => {
    const gathered = this.#gathered;
    this.#gathered = [];
    const [first] = gathered;
    if (first && gathered.length === 1) void this.#askOne(first);
    else for (let at = 0; at < gathered.length; at += TOGETHER) void this.#ask(gathered.slice(at, at + TOGETHER));
  };

  /** Most are alone, and name nothing twice. */
  async #askOne({ names, resolve, reject }: Asked): Promise<void> {
    try {
      const [values, [leftMs]] = await this.question(names, [names[0]]);
      resolve({ values, leftMs: leftMs as number });
    } catch (error) {
      reject(error);
    }
  }

  async #ask(reads: readonly Asked[]): Promise<void> {
    const places = new Map<string, number>();
    for (const { names } of reads) for (const name of names) if (!places.has(name)) places.set(name, places.size);
    try {
      const entries = reads.map(({ names: [entry] }) => entry);
      const [said, lives] = await this.question([...places.keys()], entries);
      for (const [at, { names, resolve }] of reads.entries()) {
        resolve({ values: names.map((name) => said[places.get(name) as number]), leftMs: lives[at] as number });
      }
    } catch (error) {
      for (const { reject } of reads) reject(error);
    }
  }
}
