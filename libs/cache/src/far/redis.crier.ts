import { randomUUID } from 'node:crypto';
import { CacheError } from '../cache.error.js';
import type { Announcement } from './far.tier.js';
import { announcementIn, messageOf } from './heard-announcement.js';
import type { Change } from './redis.scripts.js';
import type { RedisNodes } from './redis.nodes.js';

/** Makes changes and tells the others of them; hears theirs. */
export class RedisCrier {
  /** Tells own announcements from those of others. */
  readonly #self = randomUUID();
  readonly #listeners: ((announcement: Announcement) => void)[] = [];

  constructor(
    private readonly channel: string,
    private readonly nodes: () => RedisNodes,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Of what others announce. */
  onHeard(listener: (announcement: Announcement) => void): void {
    this.#listeners.push(listener);
  }

  /** Both or neither, where one server can do both; else the keys first: who hears of it may ask at once, and by then it is true everywhere. */
  async change({ keys, ...change }: Change, announcement: Announcement): Promise<void> {
    const nodes = this.nodes();
    const crier = nodes.nodeOf(this.channel);
    const parts = nodes.partsOf(keys).map(({ node, places }) => {
      return { node, change: { ...change, keys: places.map((place) => keys[place] as string) } };
    });
    const others = parts.filter(({ node }) => node !== crier);
    await Promise.all(others.map((other) => other.node.make(other.change)));
    const own = parts.find(({ node }) => node === crier)?.change ?? { keys: [] };
    await crier.makeKnown(own, this.channel, messageOf(this.#self, announcement));
  }

  /** False when it can't be read: whatever it told is not known here. */
  hear(message: string | Buffer): boolean {
    const announcement = announcementIn(String(message));
    if (!announcement) {
      this.onError(new CacheError('FAR_UNAVAILABLE', 'A message of another kind came on the channel of the cache'));
      return false;
    }
    if (announcement.from === this.#self) return true;
    for (const listener of this.#listeners) listener(announcement);
    return true;
  }
}
