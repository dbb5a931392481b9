import assert from 'node:assert/strict';
import type { FarTier } from '../../far/far.tier.js';
import { aName, until, withTwo, type Runner, type Trial } from './trial.js';

const LIVES = { entryMs: 60_000, fencesMs: 60_000 };

export function theTierItselfKeepsItsPromises({ describe, it }: Runner, trial: Trial): void {
  describe('the tier', () => {
    it('has a name, answers a ping, and reports in numbers', () =>
      withTwo(trial, async (one) => {
        assert.match(one.name, /^[a-z][a-z0-9-]*$/);
        await one.ping();
        const report = await one.report();
        for (const [what, number] of Object.entries(report)) {
          assert.ok(Number.isFinite(number) && number >= 0, `${what} is ${String(number)}`);
        }
      }));

    it('leaves no socket open when it is closed', async () => {
      const before = sockets();
      const tier = await trial.aTier();
      await tier.ping();
      await tier.close();
      await until('its sockets are closed', () => sockets() <= before);
    });

    const lose = trial.lose?.bind(trial);
    if (!lose) return;
    it('says so when the store is gone, whatever is asked of it', async () => {
      const tier = await trial.aTier();
      await tier.ping();
      await lose();
      try {
        for (const [what, ask] of Object.entries(everything)) {
          const error = await refusalOf(ask(tier));
          assert.ok(error !== undefined, `${what} went well without a store`);
          assert.equal(tier.verdictOn(error), 'silent', `${what} took silence for an answer`);
        }
      } finally {
        await tier.close();
      }
    });
  });
}

const everything: Record<string, (tier: FarTier) => Promise<unknown>> = {
  'to read an entry': (tier) => tier.read(aName(), [aName('t')]),
  'to read tokens': (tier) => tier.read(undefined, [aName('t')]),
  'to plant': (tier) => tier.plant([aName('t')], 'seed', 60_000),
  'to write': (tier) => tier.write(aName(), Buffer.from('soup'), LIVES, [aName('t')]),
  'to drop': (tier) => tier.drop({ fences: [aName('t')], keys: [aName()] }),
  'to lease': (tier) => tier.lease(aName('lease'), 'ada', 60_000),
  'to release': (tier) => tier.release(aName('lease'), 'ada'),
  'to remove': (tier) => tier.remove(aName()),
  'to walk': async (tier) =>
    tier.walk([aName()])?.[Symbol.asyncIterator]().next() ?? Promise.reject(new Error('no way')),
  'to ping': (tier) => tier.ping(),
  'to report': (tier) => tier.report(),
};

async function refusalOf(asked: Promise<unknown>): Promise<unknown> {
  try {
    await asked;
    return undefined;
  } catch (error) {
    return error;
  }
}

function sockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => /^(TCP|TLS|Pipe)/.test(resource)).length;
}
