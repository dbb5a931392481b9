import { randomUUID } from 'node:crypto';
import { CacheError } from '../cache.error.js';
import { FarTier, type Announcement, type FarRead, type FarReport } from './far.tier.js';
import { connectRedis, type RedisConnection } from './redis.connection.js';

export interface RedisTierOptions {
  readonly url: string;
  /** Stands before every key, fence and channel. */
  readonly prefix: string;
  readonly onError: (error: unknown) => void;
}

/** The far tier on one Redis or Valkey, version 6.2 or later. */
export class RedisTier extends FarTier {
  readonly name = 'redis';
  readonly #client: RedisConnection;
  readonly #subscriber: RedisConnection;
  readonly #channel: string;
  /** Tells own announcements from those of others. */
  readonly #self = randomUUID();
  readonly #listeners: ((announcement: Announcement) => void)[] = [];

  constructor(private readonly options: RedisTierOptions) {
    super();
    this.#channel = `${options.prefix}cache:dropped`;
    this.#client = connectRedis(options);
    this.#subscriber = connectRedis(options);
    // The client subscribes again by itself after each reconnection.
    this.#subscriber.once('ready', () => {
      this.#subscriber.subscribe(this.#channel, (message) => this.#hear(message)).catch(options.onError);
    });
  }

  async read(key: string | undefined, fences: readonly string[]): Promise<FarRead> {
    const client = this.#ready();
    const names = fences.map((fence) => this.#fence(fence));
    if (key === undefined) return { bytes: undefined, leftMs: 0, tokens: (await client.mGet(names)).map(textOf) };

    const [[entry, ...tokens], leftMs] = await Promise.all([
      client.mGet([this.#key(key), ...names]),
      client.pTTL(this.#key(key)),
    ]);
    return { bytes: bytesOf(entry), leftMs, tokens: tokens.map(textOf) };
  }

  async plant(fences: readonly string[], token: string, lifeMs: number) {
    const client = this.#ready();
    const names = fences.map((fence) => this.#fence(fence));
    const planted = names.map((name) =>
      client.set(name, token, { condition: 'NX', expiration: { type: 'PX', value: lifeMs } }),
    );
    const [tokens] = await Promise.all([client.mGet(names), ...planted]);
    return tokens.map(textOf);
  }

  async write(key: string, bytes: Buffer, lifeMs: number, fences: readonly string[]): Promise<void> {
    const client = this.#ready();
    await Promise.all([
      client.set(this.#key(key), bytes, { expiration: { type: 'PX', value: lifeMs } }),
      ...fences.map((fence) => client.pExpire(this.#fence(fence), lifeMs * 2, 'GT')),
    ]);
  }

  async drop(announcement: Announcement): Promise<void> {
    const client = this.#ready();
    const gone = [
      ...announcement.fences.map((name) => this.#fence(name)),
      ...announcement.keys.map((key) => this.#key(key)),
    ];
    if (gone.length === 0) return;
    await Promise.all([
      client.unlink(gone),
      client.publish(this.#channel, JSON.stringify({ from: this.#self, ...announcement })),
    ]);
  }

  onDropped(listener: (announcement: Announcement) => void): void {
    this.#listeners.push(listener);
  }

  onConnected(listener: () => void): void {
    this.#client.on('ready', listener);
  }

  async remove(key: string): Promise<void> {
    await this.#ready().unlink(this.#key(key));
  }

  async ping(): Promise<void> {
    await this.#ready().ping();
  }

  async report(): Promise<FarReport> {
    const [memory, stats] = await Promise.all([this.#ready().info('memory'), this.#ready().info('stats')]);
    return {
      usedMemory: numberIn(memory, 'used_memory'),
      keyspaceHits: numberIn(stats, 'keyspace_hits'),
      keyspaceMisses: numberIn(stats, 'keyspace_misses'),
    };
  }

  async close(): Promise<void> {
    this.#client.destroy();
    this.#subscriber.destroy();
  }

  #ready(): RedisConnection {
    if (!this.#client.isReady) throw new CacheError('FAR_UNAVAILABLE', 'Redis is not connected');
    return this.#client;
  }

  #key(key: string): string {
    return this.options.prefix + key;
  }

  #fence(name: string): string {
    return `${this.options.prefix}fence:${name}`;
  }

  #hear(message: string | Buffer): void {
    const announcement = announcementIn(String(message));
    if (!announcement) {
      this.options.onError(
        new CacheError('FAR_UNAVAILABLE', 'A message of another kind came on the channel of the cache'),
      );
      return;
    }
    if (announcement.from === this.#self) return;
    for (const listener of this.#listeners) listener(announcement);
  }
}

function textOf(reply: unknown): string | undefined {
  return reply instanceof Buffer ? reply.toString('latin1') : undefined;
}

function bytesOf(reply: unknown): Buffer | undefined {
  return reply instanceof Buffer ? reply : undefined;
}

function numberIn(info: string, name: string): number {
  return Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
}

function announcementIn(message: string): (Announcement & { from: unknown }) | undefined {
  try {
    const parsed: unknown = JSON.parse(message);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const { from, fences, keys } = parsed as Record<string, unknown>;
    return isTexts(fences) && isTexts(keys) ? { from, fences, keys } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
