import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';
import type { Events } from './events.js';
import type { Announcement } from './far/far.tier.js';
import type { GuardedTier } from './far/guarded.tier.js';
import { fenceName, type Fences } from './fences.js';
import type { Shelf } from './near/shelf.js';

interface Hearers {
  readonly clock: Clock;
  readonly fences: Fences;
  readonly near: Shelf;
  readonly far: GuardedTier | undefined;
  readonly events: Events;
}

/** Tells of changes, here and to the others, and hears of theirs. */
export class Announcements {
  constructor(private readonly hearers: Hearers) {
    hearers.far?.onDropped((announcement) => {
      this.#takeIn(announcement);
      hearers.events.emit('dropped', () => ({ fences: announcement.fences, own: false }));
    });
  }

  /**
   * Once it resolves nobody here is served what it speaks of. Taken in before and after the others are told: before, so that nobody
   * joins what took off already; after, because somebody may have fetched the old value from the far tier while its tokens still
   * stood there.
   */
  async tell(announcement: Announcement): Promise<void> {
    const { far, events } = this.hearers;
    this.#takeIn(announcement);
    await (announcement.soft ? far?.expire(announcement.fences, aMark()) : far?.drop(announcement));
    this.#takeIn(announcement);
    events.emit('dropped', () => ({ fences: announcement.fences, own: true }));
  }

  #takeIn({ fences: names, keys, heads = [], soft = false }: Announcement): void {
    const { fences, near, clock } = this.hearers;
    if (soft) return fences.expire(names, clock.elapsed());
    fences.raise(names);
    fences.raise(keys.map(fenceName.key));
    for (const key of keys) near.delete(key);
    if (heads.length > 0) near.deleteUnder(heads);
    if (!names.includes(fenceName.all)) return;
    fences.raiseAll();
    near.clear();
  }
}

function aMark(): string {
  return randomBytes(6).toString('base64url');
}
