import assert from 'node:assert/strict';
import type { FarTier } from '../../far/far.tier.js';
import { aName, heardBy, holds, inEarshot, until, withTwo, type Runner, type Trial } from './trial.js';

const HOUR_MS = 3_600_000;
const LIVES = { entryMs: HOUR_MS, fencesMs: HOUR_MS };
const MANY = 2500;
const AT_ONCE = 250;

export function walksKeepTheirPromises({ describe, it }: Runner, trial: Trial): void {
  describe('a walk', () => {
    if (!holds(trial, 'walks')) {
      it('is said to be impossible', () =>
        withTwo(trial, async (one) => {
          assert.equal(one.walk([aName()]), undefined);
        }));
      return;
    }

    it('comes by every entry and every fence of a key that has the texts in its name, and by no other', () =>
      withTwo(trial, async (one, two) => {
        const name = aName();
        const keys = [`${name}:7`, `${name}:7:quick`, `${name}:12:7`];
        for (const key of [...keys, `${name}:8`, aName()]) {
          await one.plant([`k:${key}`, `t:${key}`, `r:${name}`], 'seed', HOUR_MS);
          await one.write(key, Buffer.from('soup'), LIVES, [`k:${key}`]);
        }
        await one.lease(`${name}:7`, 'ada', HOUR_MS);
        const found = await walked(two, [name, ':7']);
        assert.deepEqual(found.keys, keys.toSorted());
        assert.deepEqual(found.fences, keys.map((key) => `k:${key}`).toSorted());
      }));

    it('takes every sign for itself', () =>
      withTwo(trial, async (one, two) => {
        const name = aName();
        const odd = ['*', '?', '[a]', '\\', '\\*', '[', ']', '^', '🥕', '\n'];
        for (const sign of odd) await one.write(`${name}:${sign}`, Buffer.from(sign), LIVES, []);
        for (const sign of odd) {
          const { keys } = await walked(two, [`${name}:`, sign]);
          assert.deepEqual(
            keys,
            odd
              .filter((other) => other.includes(sign))
              .map((other) => `${name}:${other}`)
              .toSorted(),
          );
        }
      }));

    it('comes by all of thousands', () =>
      withTwo(trial, async (one, two) => {
        const name = aName();
        const keys = Array.from({ length: MANY }, (_, index) => `${name}:${index}`);
        for (let at = 0; at < MANY; at += AT_ONCE) {
          await Promise.all(keys.slice(at, at + AT_ONCE).map((key) => one.write(key, Buffer.from('soup'), LIVES, [])));
        }
        assert.deepEqual((await walked(two, [name])).keys, keys.toSorted());
        await one.drop({ fences: [], keys });
        assert.deepEqual((await walked(two, [name])).keys, []);
      }));

    if (holds(trial, 'messages')) {
      it('is not needed by others to let go of what has a head: they are told', () =>
        withTwo(trial, async (one, two) => {
          await inEarshot(one, two);
          const heard = heardBy(two);
          const heads = [`${aName()}:7`, `${aName()}:🥕`];
          await one.drop({ fences: [], keys: [], heads });
          const last = aName('t');
          await one.drop({ fences: [last], keys: [] });
          await until('what was said after it is heard', () => heard.some((drop) => drop.fences[0] === last));
          assert.deepEqual(heard.find((drop) => drop.fences.length === 0)?.heads, heads);
        }));
    }
  });
}

async function walked(tier: FarTier, texts: readonly string[]): Promise<{ keys: string[]; fences: string[] }> {
  const keys = new Set<string>();
  const fences = new Set<string>();
  for await (const page of tier.walk(texts) ?? assert.fail('it has no way to walk')) {
    for (const key of page.keys) keys.add(key);
    for (const fence of page.fences) fences.add(fence);
  }
  return { keys: [...keys].toSorted(), fences: [...fences].toSorted() };
}
