import { describe, expect, it } from '@jest/globals';
import { cyclesIn, importsBelow, importsIn, wrongArrows, wrongPlaces } from './architecture.js';

describe('the rooms', () => {
  const imports = importsBelow('src', 'libs');

  it('import along the arrows only', () => {
    expect(imports.size).toBeGreaterThan(100);
    expect(wrongArrows(imports)).toEqual([]);
  });

  it('have no files that import one another in a ring', () => {
    expect(cyclesIn(imports)).toEqual([]);
  });

  it('are named for what they hold, and have no doors but those of the library', () => {
    expect(wrongPlaces(imports.keys())).toEqual([]);
  });
});

describe('the check of the rooms', () => {
  const wrongIn = (path: string, ...targets: string[]) => wrongArrows(new Map([[path, targets]]));

  it.each([
    ['src/pantry/pantry.service.ts', 'src/recipes/recipe.ts', 'recipes'],
    ['src/recipes/ranking.ts', 'src/pantry/expiry.ts', 'pantry'],
    ['src/recommendations/ranking.ts', 'src/warmup/warmup.service.ts', 'warmup'],
    ['src/health/health.controller.ts', 'src/cache-admin/stats.dto.ts', 'cache-admin'],
    ['src/auth/auth.service.ts', 'src/idempotency/idempotent.ts', 'idempotency'],
    ['src/config/config.ts', 'src/http/problem.ts', 'http'],
    ['src/pantry/pantry.service.ts', 'src/create-app.ts', 'the application'],
    ['src/pantry/pantry.service.ts', 'libs/cache/src/cache.ts', 'libs/cache'],
    ['src/pantry/pantry.service.ts', '#cache/testing', '#cache/testing'],
    ['src/pantry/pantry.service.ts', 'test/harness/until.ts', 'test/harness/until.ts'],
    ['libs/cache/src/cache.ts', 'src/config/config.ts', 'config'],
    ['src/a-new-room/thing.ts', 'src/pantry/expiry.ts', 'pantry'],
  ])('sees that %s may not import %s', (path, target, room) => {
    expect(wrongIn(path, target)).toEqual([`${path} -> ${room}`]);
  });

  it('lets pass what goes along the arrows, inside a room, or to the library and packages', () => {
    expect(wrongIn('src/pantry/a.ts', 'src/pantry/b.ts', '#cache', 'drizzle-orm', 'src/preferences/c.ts')).toEqual([]);
    expect(wrongIn('src/main.ts', 'src/create-app.ts', 'src/warmup/warmup.module.ts')).toEqual([]);
    expect(wrongIn('libs/cache/src/cache.ts', 'libs/cache/src/far/far.tier.ts')).toEqual([]);
  });

  it('finds a ring of any length once, and names it', () => {
    const ring = new Map([
      ['a', ['b', 'd']],
      ['b', ['c']],
      ['c', ['a']],
      ['d', ['c']],
    ]);
    expect(cyclesIn(ring)).toEqual(['a -> b -> c -> a']);
    expect(cyclesIn(new Map([['a', ['a']]]))).toEqual(['a -> a']);
    expect(cyclesIn(new Map(Object.entries({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })))).toEqual([]);
  });

  it('reads every way to import, and no comment', () => {
    const text = `
      import type { A } from './a.js';
      export { b } from '../http/b.js';
      const c = await import('./c.js');
      import '#cache';
      // import './no.js';
    `;
    expect(importsIn('src/pantry/x.ts', text).toSorted()).toEqual([
      '#cache',
      'src/http/b.ts',
      'src/pantry/a.ts',
      'src/pantry/c.ts',
    ]);
  });

  it('knows folders and doors that say nothing', () => {
    const paths = [
      'src/common/x.ts',
      'src/pantry/utils/x.ts',
      'src/pantry/index.ts',
      'libs/cache/src/index.ts',
      'src/pantry/x.ts',
    ];
    expect(wrongPlaces(paths)).toEqual(paths.slice(0, 3));
  });
});
