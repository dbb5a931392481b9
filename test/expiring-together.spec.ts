import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { milliseconds } from '#cache';
import { PantryRepository } from '../src/pantry/pantry.repository.js';
import { pantryRegion } from '../src/pantry/pantry.cache.js';
import { PantryService } from '../src/pantry/pantry.service.js';
import { startApp, type TestApp } from './harness/app.js';

const PEOPLE = 1000;
const STEP = milliseconds(100);
/** Ten times what is asked for ahead: nothing is asked for before that. */
const BEFORE = milliseconds(10 * pantryRegion.refreshAheadMs);

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.stop());

it('a thousand pantries that were warmed together are not asked for together when their hour is over', async () => {
  let asked = 0;
  const pantries = app.nest.get<PantryRepository>(PantryRepository, { strict: false });
  jest.spyOn(pantries, 'pantryOf').mockImplementation(async (userId) => {
    asked += 1;
    return { userId, items: [], lastUpdated: '2026-06-15T12:00:00.000Z' };
  });
  const service = app.nest.get<PantryService>(PantryService, { strict: false });
  const readAll = () => Promise.all(Array.from({ length: PEOPLE }, (_, at) => service.itemsOf(1_000_000 + at)));
  await readAll();
  expect(asked).toBe(PEOPLE);

  app.clock.advance(milliseconds(pantryRegion.freshMs - BEFORE.ms));
  let [peak, sum] = [0, 0];
  for (let ms = 0; ms <= BEFORE.ms; ms += STEP.ms) {
    asked = 0;
    await readAll();
    [peak, sum] = [Math.max(peak, asked), sum + asked];
    app.clock.advance(STEP);
  }
  expect(sum).toBe(PEOPLE);
  expect(peak).toBeLessThanOrEqual(PEOPLE / 10);
});
