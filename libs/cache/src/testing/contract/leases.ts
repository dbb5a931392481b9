import assert from 'node:assert/strict';
import { aName, holds, until, withTwo, type Runner, type Trial } from './trial.js';

const LONG_MS = 60_000;
const SOON_MS = 200;
const ROUNDS = 20;

export function leasesKeepTheirPromises({ describe, it }: Runner, trial: Trial): void {
  describe('a lease', () => {
    it('is had by one at a time, until that one gives it back', () =>
      withTwo(trial, async (one, two) => {
        const name = aName('lease');
        assert.equal(await one.lease(name, 'ada', LONG_MS), true);
        assert.equal(await two.lease(name, 'bob', LONG_MS), false);
        assert.equal(await two.lease(aName('lease'), 'bob', LONG_MS), true);
        await one.release(name, 'ada');
        assert.equal(await two.lease(name, 'bob', LONG_MS), true);
      }));

    it('is given back by its owner only', () =>
      withTwo(trial, async (one, two) => {
        const name = aName('lease');
        await one.lease(name, 'ada', LONG_MS);
        await two.release(name, 'bob');
        assert.equal(await two.lease(name, 'bob', LONG_MS), false);
        await two.release(aName('lease'), 'bob');
      }));

    it('ends by itself, and is then its next owner’s', () =>
      withTwo(trial, async (one, two) => {
        const name = aName('lease');
        await one.lease(name, 'ada', SOON_MS);
        await until('it has ended', () => two.lease(name, 'bob', LONG_MS));
        await one.release(name, 'ada');
        assert.equal(await one.lease(name, 'ada', LONG_MS), false);
      }));

    it('that two ask for at the same moment is given to one', () =>
      withTwo(trial, async (one, two) => {
        for (let round = 0; round < ROUNDS; round += 1) {
          const name = aName('lease');
          const given = await Promise.all([one.lease(name, 'ada', LONG_MS), two.lease(name, 'bob', LONG_MS)]);
          const owners = given.filter(Boolean).length;
          assert.ok(holds(trial, 'atomic') ? owners === 1 : owners >= 1, `${owners} got it`);
          assert.equal(await one.lease(name, 'cyd', LONG_MS), false);
        }
      }));
  });
}
