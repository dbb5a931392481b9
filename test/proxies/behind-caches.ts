import { afterAll, beforeAll } from '@jest/globals';
import { startApp, TestApp } from '../harness/app.js';
import { RunningClock } from '../running-clock.js';
import { kindsOfCache, SharedCache, type KindOfCache } from './shared-cache.js';

export interface Fronts {
  /** The program itself. */
  readonly app: TestApp;
  /** The same program, asked through this cache. */
  behind(kind: KindOfCache): TestApp;
  /** The same, by connections of its own: for who comes after somebody else. */
  nextBehind(kind: KindOfCache): TestApp;
}

/** One program for all tests of a spec, with each kind of cache in front of it. Its clock runs: theirs do. */
export function behindCaches(settings?: Readonly<Record<string, string>>): Fronts {
  let app: TestApp;
  const caches = new Map<KindOfCache, SharedCache>();
  const fronts = new Map<KindOfCache, readonly [TestApp, TestApp]>();
  beforeAll(async () => {
    app = await startApp({ clock: new RunningClock(new Date().toISOString()), settings });
    for (const kind of kindsOfCache) {
      const cache = await SharedCache.start(kind, app.port);
      caches.set(kind, cache);
      const front = () => new TestApp(app.nest, app.clock, cache.port);
      fronts.set(kind, [front(), front()]);
    }
  });
  afterAll(async () => {
    await Promise.all([...caches.values()].map((cache) => cache.stop()));
    await app.stop();
  });
  const frontsOf = (kind: KindOfCache) => {
    const pair = fronts.get(kind);
    if (!pair) throw new Error(`${kind} has not been started`);
    return pair;
  };
  return {
    get app() {
      return app;
    },
    behind: (kind) => frontsOf(kind)[0],
    nextBehind: (kind) => frontsOf(kind)[1],
  };
}
