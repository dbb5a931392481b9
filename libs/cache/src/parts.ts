import { Almanac } from './almanac.js';
import { Announcements } from './announcements.js';
import { check, type CacheOptions } from './cache.options.js';
import { SystemClock, type Clock } from './clock.js';
import { Erasure } from './erasure.js';
import { Events } from './events.js';
import type { FarTier } from './far/far.tier.js';
import { GuardedTier } from './far/guarded.tier.js';
import { Fences } from './fences.js';
import type { House } from './house.js';
import { Inventory } from './inventory.js';
import { Shelf } from './near/shelf.js';
import { Readings } from './reading.js';
import { Registry } from './registry.js';
import { Loads } from './source.js';
import { Stock } from './stock.js';
import { Departures } from './telemetry/departures.js';
import { Drops } from './telemetry/drops.js';
import { HotKeys } from './telemetry/hot-keys.js';
import { Misses } from './telemetry/misses.js';
import { Shadow } from './telemetry/shadow.js';
import { Tracing } from './telemetry/tracing.js';
import { Tickets } from './tickets.js';
import { Ticks } from './ticks.js';
import { Tower } from './tower.js';
import { Trust } from './trust.js';

const DEFAULT_BYTES = 64 * 1024 * 1024;
const DEFAULT_DEADLINE_MS = 50;
const DEFAULT_TRUST_MS = 1000;

/** All that a cache is made of, put together as its options say. */
export class Parts {
  readonly events = new Events();
  readonly ticks = new Ticks();
  readonly registry = new Registry();
  readonly readings = new Readings();
  readonly hotKeys = new HotKeys();
  readonly clock: Clock;
  readonly random: () => number;
  readonly loads: Loads;
  readonly near: Shelf;
  readonly almanac: Almanac;
  readonly far: GuardedTier | undefined;
  readonly trust: Trust;
  readonly announcements: Announcements;
  readonly tower: Tower;
  readonly tickets: Tickets;
  readonly erasure: Erasure;
  readonly inventory: Inventory;
  readonly shadow: Shadow | undefined;
  readonly tracing: Tracing | undefined;

  constructor(options: CacheOptions) {
    check(options);
    const fences = new Fences();
    const departures = new Departures();
    const { events, registry, ticks } = this;
    this.clock = options.clock ?? new SystemClock();
    this.random = options.random ?? Math.random;
    this.tracing = options.tracing && new Tracing(options.tracing);
    this.loads = new Loads(registry, this.readings, this.tracing);
    this.near = new Shelf(options.maxBytes ?? DEFAULT_BYTES, fences, registry, departures);
    this.almanac = new Almanac(this.clock, this.near, registry);
    this.far = options.far && this.#guarded(options.far, options.deadlineMs ?? DEFAULT_DEADLINE_MS);

    const { clock, near, far } = this;
    // Alone, this process hears of every change.
    const windowMs = far ? (options.trustMs ?? DEFAULT_TRUST_MS) : Infinity;
    this.trust = new Trust({ clock, ticks, far, windowMs });
    this.announcements = new Announcements({ clock, fences, near, far, events });
    this.erasure = new Erasure(registry, this.announcements, far);
    this.inventory = new Inventory({ clock, near, far });

    const stock = new Stock(clock, this.random);
    const misses = new Misses(clock, registry, departures, new Drops(registry, events));
    const { trust } = this;
    const { softLimitMs } = options;
    const house: House = { clock, ticks, near, far, stock, trust, events, registry, misses, softLimitMs };
    this.tower = new Tower(house, fences);
    this.tickets = new Tickets(house, fences);
    this.shadow = options.shadow && options.shadow.share > 0 ? new Shadow(house, fences, options.shadow) : undefined;
  }

  #guarded(far: FarTier, deadlineMs: number): GuardedTier {
    return new GuardedTier(far, this.clock, {
      deadlineMs,
      onStateChange: (part, state, failures, cause) => {
        if (part === 'reads') this.events.emit('far', () => ({ state, failures, cause }));
        if (part === 'writes') this.events.emit('farWrites', () => ({ state, failures, cause }));
      },
    });
  }
}
