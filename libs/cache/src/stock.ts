import type { Clock } from './clock.js';
import { jsonCodec, PLAIN_JSON, type Codec, type Packed } from './codec.js';
import { Entry } from './entry.js';
import { open, openCurrent, seal, type Current } from './envelope.js';
import type { FarRead } from './far/far.tier.js';
import { stampOf, tagsIn, type Fence } from './fences.js';
import { deepFreeze, freezeJson, holdsMutable } from './frozen.js';
import type { AnyRegion } from './region.js';
import { isComplete, verdictOf } from './tokens.js';

/** A value fresh from its source, with what it takes to keep it. */
export interface Made {
  readonly key: string;
  readonly value: unknown;
  readonly fences: readonly Fence[];
  /** The far tier's tokens read before the load; undefined when it was out of reach. */
  readonly tokens: readonly string[] | undefined;
  readonly provenAt: number;
  readonly provenTick: number;
  readonly costMs: number;
}

/** An entry for the near tier, and the way to make its bytes for the far one. */
export interface Stocked {
  readonly entry: Entry;
  readonly sealed?: () => Promise<Buffer>;
}

/** An error with its message and stack, about; never measured, for it may hold anything. */
const FAILURE_BYTES = 2048;

/** What an entry is looked for under. */
interface Sought extends Pick<Made, 'key' | 'fences' | 'provenAt' | 'provenTick'> {
  /** It is going to be held in memory. */
  readonly held: boolean;
}

/** What the far tier was found to have. */
interface Found extends FarRead {
  readonly bytes: Buffer;
}

type Opened = Entry | 'corrupt' | undefined;

/** Turns values into entries and back; knows lifetimes and sizes, and no tier. */
export class Stock {
  constructor(
    private readonly clock: Clock,
    private readonly random: () => number,
  ) {}

  /** Throws `VALUE_NOT_STORABLE`. The entry holds a copy: what the loader goes on doing with its value changes nothing. */
  make(region: AnyRegion, made: Made): Stocked {
    const { freshMs, lifeMs, aheadMs } = this.#lifeOf(region, made.value);
    const costMs = Math.max(made.costMs, aheadMs);
    const about = { ...made, stamp: stampOf(made.fences), madeAt: this.clock.elapsed(), freshMs, lifeMs, costMs };
    if (region.nearOnly) {
      return {
        entry: new Entry({ ...about, content: deepFreeze(made.value), copied: false, bytes: region.weigh(made.value) }),
      };
    }

    const codec = region.codec as Codec<unknown>;
    const packed = codec.pack(made.value, made.key);
    const content = frozenOf(region, packed, codec.unpack(packed));
    const bytes = packed.json.length + (packed.body?.length ?? 0);
    const entry = new Entry({ ...about, content, copied: isCopied(region, packed, content), bytes });
    const madeOn = new Date(this.clock.now()).toISOString();
    const sealed = () =>
      seal({
        region: region.name,
        version: region.version,
        key: made.key,
        fences: made.tokens ?? [],
        tags: tagsIn(made.fences),
        made: madeOn,
        freshMs,
        lifeMs,
        costMs,
        packed,
      });
    return { entry, sealed };
  }

  /** The entry that the far tier holds; `corrupt` when there is one that is damaged, foreign or of another shape. */
  async open(region: AnyRegion, sought: Sought, far: FarRead): Promise<Entry | 'corrupt' | undefined> {
    if (!isFound(far)) return undefined;
    return this.openCurrent(region, sought, far) ?? this.#openAny(region, sought, far);
  }

  /** As `open` for what is just what is sought and lies there uncompressed, at once; undefined says nothing of what lies there. */
  openCurrent(region: AnyRegion, sought: Sought, far: FarRead): Entry | undefined {
    const { tokens } = far;
    if (!isFound(far) || !isComplete(tokens)) return undefined;
    const asked = { region: region.name, version: region.version, key: sought.key, fences: tokens };
    const current = openCurrent(far.bytes, region.maxBytes, asked);
    const opened = current && this.#opened(region, sought, far, current);
    return opened === 'corrupt' ? undefined : opened;
  }

  async #openAny(region: AnyRegion, sought: Sought, far: Found): Promise<Opened> {
    const envelope = await open(far.bytes, region.maxBytes);
    if (!envelope || envelope.key !== sought.key || envelope.region !== region.name) return 'corrupt';
    const verdict = verdictOf(envelope.fences, far.tokens);
    if (envelope.version !== region.version || verdict === 'changed') return undefined;
    const entry = this.#opened(region, sought, far, envelope);
    if (verdict === 'expired' && entry instanceof Entry) entry.expire(this.clock.elapsed());
    return entry;
  }

  #opened(region: AnyRegion, { fences, provenAt, provenTick, held }: Sought, far: Found, envelope: Current): Opened {
    const { packed } = envelope;
    const value = unpacked(region, held && packed.body ? { ...packed, body: ownBytes(packed.body) } : packed);
    if (value === undefined) return 'corrupt';
    // Age by the far tier's own count of what is left: no clock of the machine that made it is asked. Midnight is ours, though.
    const ageMs = Math.max(0, envelope.freshMs - far.leftMs);
    const goodMs = this.#goodMs(region, value.is);
    if (goodMs === 0) return undefined;
    return new Entry({
      content: frozenOf(region, envelope.packed, value.is),
      copied: isCopied(region, envelope.packed, value.is),
      failed: false,
      bytes: far.bytes.length,
      fences,
      stamp: stampOf(fences),
      tokens: far.tokens as readonly string[],
      madeAt: this.clock.elapsed() - ageMs,
      freshMs: Math.min(envelope.freshMs, ageMs + goodMs),
      lifeMs: Math.min(envelope.lifeMs, ageMs + goodMs),
      costMs: envelope.costMs,
      provenAt,
      provenTick,
    });
  }

  /** An entry that remembers what its load failed with, for `freshMs`. */
  failure(error: unknown, freshMs: number, made: Omit<Made, 'value'>): Entry {
    const about = { ...made, stamp: stampOf(made.fences), madeAt: this.clock.elapsed(), freshMs, lifeMs: freshMs };
    return new Entry({ ...about, content: error, failed: true, copied: false, bytes: FAILURE_BYTES });
  }

  #lifeOf(region: AnyRegion, value: unknown): { freshMs: number; lifeMs: number; aheadMs: number } {
    const goodMs = this.#goodMs(region, value);
    const windows = Math.max(region.staleMs, region.staleIfErrorMs);
    const longestMs = Math.min(region.freshMs, region.freshMsOf(value));
    const freshMs = Math.min(longestMs * (1 - region.jitter * this.random()), goodMs);
    // What the calendar ends would end then as well if it were made anew before.
    const aheadMs = freshMs < goodMs ? region.refreshAheadMs : 0;
    return { freshMs, lifeMs: Math.floor(Math.min(freshMs + windows, goodMs)), aheadMs };
  }

  /** How long this very value stays right, by the calendar here. */
  #goodMs(region: AnyRegion, value: unknown): number {
    const until = region.goodUntil(value);
    return until === undefined ? Infinity : Math.max(0, until - this.clock.now());
  }
}

function isFound(far: FarRead): far is Found {
  return far.bytes !== undefined && far.leftMs > 0;
}

/** What came over a line lies in one piece with all that came with it, and would keep that in memory. */
function ownBytes(body: Buffer): Buffer {
  return body.buffer.byteLength > 2 * body.length ? Buffer.from(body) : body;
}

function frozenOf({ codec }: AnyRegion, { encoding }: Packed, value: unknown): unknown {
  return codec === jsonCodec && encoding === PLAIN_JSON ? freezeJson(value) : deepFreeze(value);
}

/** Plain JSON is frozen all the way down: only what was marked as something else can hold what freezing does not protect. */
function isCopied({ codec }: AnyRegion, { encoding }: Packed, value: unknown): boolean {
  return codec === jsonCodec && encoding !== PLAIN_JSON && holdsMutable(value);
}

/** Undefined where it is not what this region keeps. */
export function unpacked(region: AnyRegion, packed: Packed): { is: unknown } | undefined {
  try {
    const is = region.codec.unpack(packed);
    return region.accepts(is) ? { is } : undefined;
  } catch (error) {
    // Not what this region's codec writes: the caller counts a corrupt entry and removes it.
    if (error instanceof Error) return undefined;
    throw error;
  }
}
