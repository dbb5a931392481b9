import assert from 'node:assert/strict';
import type { Announcement } from '../../far/far.tier.js';
import { fenceName } from '../../fences.js';
import { verdictOf } from '../../tokens.js';
import { aName, heardBy, holds, inEarshot, tokensOf, until, withTwo, type Runner, type Trial } from './trial.js';

const HOUR_MS = 3_600_000;
const SOON_MS = 700;
const ROUNDS = 20;
const { all: ALL } = fenceName;
const MANY = 10_000;
const AT_ONCE = 500;

export function fencesKeepTheirPromises({ describe, it }: Runner, trial: Trial): void {
  describe('a fence', () => {
    it('gets a token where it has none, keeps the one it has, and both are told', () =>
      withTwo(trial, async (one, two) => {
        const fences = [aName('k'), aName('t'), aName('r')] as const;
        const [first] = await one.plant([fences[0]], 'first', HOUR_MS);
        const all = await two.plant(fences, 'second', HOUR_MS);
        assert.equal(all[0], first);
        assert.ok(all[1] !== undefined && all[1] !== first && all[2] !== undefined);
        assert.deepEqual(await tokensOf(one, fences), all);
      }));

    it('has one token after two were planted at the same moment', () =>
      withTwo(trial, async (one, two) => {
        for (let round = 0; round < ROUNDS; round += 1) {
          const fences = [aName('k'), aName('t')];
          const [by, byOther] = await Promise.all([
            one.plant(fences, `one-${round}`, HOUR_MS),
            two.plant(fences, `two-${round}`, HOUR_MS),
          ]);
          const now = await tokensOf(one, fences);
          assert.deepEqual(await tokensOf(two, fences), now);
          now.forEach((token, index) => assert.ok(token !== undefined && [by[index], byOther[index]].includes(token)));
          if (holds(trial, 'atomic')) assert.deepEqual([by, byOther], [now, now]);
        }
      }));

    it('has no token once it is dropped, and then never the same again', () =>
      withTwo(trial, async (one, two) => {
        const [key, gone, stays] = [aName(), aName('t'), aName('t')];
        const before = await one.plant([gone, stays], 'before', HOUR_MS);
        await one.write(key, Buffer.from('old'), { entryMs: HOUR_MS, fencesMs: HOUR_MS }, [gone, stays]);
        await two.drop({ fences: [gone], keys: [key] });

        const { bytes, tokens } = await one.read(key, [gone, stays]);
        assert.equal(bytes, undefined);
        assert.deepEqual([...tokens], [undefined, before[1]]);
        const [anew] = await one.plant([gone], 'after', HOUR_MS);
        assert.ok(anew !== undefined && anew !== before[0]);
      }));

    it('does not come back by an entry that is written under it too late', () =>
      withTwo(trial, async (one, two) => {
        const [key, fence] = [aName(), aName('t')];
        await one.plant([fence], 'before', HOUR_MS);
        await two.drop({ fences: [fence], keys: [key] });
        await one.write(key, Buffer.from('old'), { entryMs: HOUR_MS, fencesMs: HOUR_MS }, [fence]);
        assert.deepEqual([...(await tokensOf(two, [fence]))], [undefined]);
      }));

    it('is told from another by every sign of its name', () =>
      withTwo(trial, async (one, two) => {
        const name = aName('t');
        const fences = ['', ':', '*', '%', '\n', 'ü', '🥕'].map((sign) => `${name}${sign}`);
        const planted = await one.plant(fences, 'seed', HOUR_MS);
        await two.drop({ fences: [`${name}*`], keys: [] });
        const expected = planted.map((token, index) => (fences[index] === `${name}*` ? undefined : token));
        assert.deepEqual([...(await tokensOf(two, fences))], expected);
      }));

    if (holds(trial, 'prolonging')) {
      it('lives as long as it was told, or longer where an entry asks for it, and never less', () =>
        withTwo(trial, async (one, two) => {
          const [left, asked, long] = [aName('t'), aName('t'), aName('t')];
          await one.plant([left, asked], 'soon', SOON_MS);
          await one.plant([long], 'late', HOUR_MS);
          const bytes = Buffer.from('soup');
          await one.write(aName(), bytes, { entryMs: HOUR_MS, fencesMs: HOUR_MS }, [asked]);
          await one.write(aName(), bytes, { entryMs: 1, fencesMs: 1 }, [asked, long]);

          await until('what nobody asked for is over', async () => (await tokensOf(two, [left]))[0] === undefined);
          for (const token of await tokensOf(two, [asked, long])) assert.notEqual(token, undefined);
        }));
    }
  });

  describe('a drop', () => {
    it('of ten thousand fences leaves none of them', () =>
      withTwo(trial, async (one, two) => {
        const name = aName('t');
        const fences = Array.from({ length: MANY }, (_, index) => `${name}:${index}`);
        for (let at = 0; at < MANY; at += AT_ONCE) await one.plant(fences.slice(at, at + AT_ONCE), 'seed', HOUR_MS);
        const tells = holds(trial, 'messages');
        if (tells) await inEarshot(one, two);
        const heard = heardBy(two);
        await one.drop({ fences, keys: [] });

        const left = await tokensOf(two, fences);
        assert.equal(left.filter((token) => token !== undefined).length, 0);
        const isHeard = () => {
          const names = new Set(heard.flatMap((drop) => drop.fences));
          return fences.every((fence) => names.has(fence));
        };
        if (tells) await until('all are heard', isHeard);
      }));

    it('of all there is leaves no token that counts, whatever its name, at others as well and without a message', () =>
      withTwo(trial, async (one, two) => {
        const fences = [aName('t'), aName('r'), aName('k')];
        const before = definite(await one.plant(fences, 'before', HOUR_MS));
        assert.deepEqual(await tokensOf(two, fences), before);
        await one.drop({ fences: [ALL], keys: [] });
        assert.equal(verdictOf(before, await tokensOf(one, fences)), 'changed');
        const isKnown = async () => verdictOf(before, await tokensOf(two, fences)) === 'changed';
        await until('the other goes by what stands there now', isKnown);

        const after = definite(await two.plant(fences, 'after', HOUR_MS));
        assert.deepEqual(await tokensOf(one, fences), after);
      }));

    it('of nothing does nothing', () =>
      withTwo(trial, async (one) => {
        await one.drop({ fences: [], keys: [] });
        await one.expire([], 'mark');
      }));

    if (holds(trial, 'messages')) {
      it('is heard by others as it was said, and not by who made it', () =>
        withTwo(trial, async (one, two) => {
          await inEarshot(one, two);
          const said = { fences: [aName('t'), `${aName('t')}\n*ü"`], keys: [`${aName()}%🥕`] };
          const answer = { fences: [aName('t')], keys: [] };
          const [byOne, byTwo] = [heardBy(one), heardBy(two)];
          const hears = (heard: readonly Announcement[], { fences }: Announcement) =>
            until('it is heard', () => heard.find((drop) => drop.fences[0] === fences[0]));
          await one.drop(said);
          assert.deepEqual(plain(await hears(byTwo, said)), said);
          await two.drop(answer);
          assert.deepEqual(plain(await hears(byOne, answer)), answer);
          assert.ok(!byOne.some((drop) => drop.fences[0] === said.fences[0]), 'it heard itself');
        }));
    }
  });

  marksAndLine({ describe, it }, trial);
}

function marksAndLine({ describe, it }: Runner, trial: Trial): void {
  describe('what is past its time', () => {
    it('stands under no current token, and never gets one that it has not', () =>
      withTwo(trial, async (one, two) => {
        const [fence, missing] = [aName('t'), aName('t')];
        const before = await one.plant([fence], 'before', HOUR_MS);
        await two.expire([fence, missing], 'first');
        const [now, none] = await tokensOf(one, [fence, missing]);
        assert.notEqual(verdictOf(definite(before), [now]), 'current');
        assert.equal(none, undefined);
      }));

    if (holds(trial, 'marks')) {
      it('is known as such, however often it is marked, until it is dropped', () =>
        withTwo(trial, async (one, two) => {
          const fences = [aName('t'), aName('r')];
          const before = definite(await one.plant(fences, 'before', HOUR_MS));
          for (const mark of ['first', 'second']) {
            await two.expire(fences.slice(0, 1), mark);
            assert.equal(verdictOf(before, await tokensOf(one, fences)), 'expired');
          }
          await two.drop({ fences: fences.slice(1), keys: [] });
          assert.equal(verdictOf(before, await tokensOf(one, fences)), 'changed');
        }));
    }
  });

  if (holds(trial, 'messages')) {
    describe('the line', () => {
      it('has brought all that was acknowledged before it is asked', () =>
        withTwo(trial, async (one, two) => {
          await inEarshot(one, two);
          await until('there is a line', () => two.heard());
          const heard = heardBy(two);
          for (let round = 0; round < ROUNDS; round += 1) {
            const [gone, soft] = [aName('t'), aName('t')];
            await Promise.all([one.drop({ fences: [gone], keys: [] }), one.expire([soft], 'mark')]);
            assert.notEqual(await two.heard(), undefined);
            assert.ok(heard.some((drop) => drop.fences[0] === gone && !drop.soft));
            assert.ok(heard.some((drop) => drop.fences[0] === soft && drop.soft));
          }
        }));
    });
  }
}

function definite(tokens: readonly (string | undefined)[]): string[] {
  return tokens.map((token) => token ?? assert.fail('it has no token'));
}

function plain({ fences, keys }: Announcement): Announcement {
  return { fences: [...fences], keys: [...keys] };
}
