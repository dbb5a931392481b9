import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { FarTier } from '../../far/far.tier.js';
import { aName, until, withTwo, type Runner, type Trial } from './trial.js';

const HOUR_MS = 3_600_000;
const SOON_MS = 200;
const LIVES = { entryMs: HOUR_MS, fencesMs: 2 * HOUR_MS };

const ODD = [
  'a:b',
  'a*',
  'a?[b]',
  '100%',
  'a%3Ab',
  'line\nbreak',
  'tab\t',
  '{braces}',
  'ключ',
  '鍵',
  '🥕',
  'é',
  'e\u0301',
];

const PARCELS: [string, Buffer][] = [
  ['of every value', Buffer.from(Array.from({ length: 256 }, (_, value) => value))],
  ['that are none', Buffer.alloc(0)],
  ['that look like text with a quote " and a \\', Buffer.from('{"a":"\\"\u2028"}\r\n$-1\r\n')],
  ['of a mebibyte', randomBytes(1024 * 1024)],
];

export function entriesKeepTheirPromises({ describe, it }: Runner, trial: Trial): void {
  describe('an entry', () => {
    for (const [about, bytes] of PARCELS) {
      it(`comes back byte for byte, with bytes ${about}`, () =>
        withTwo(trial, async (one, two) => {
          const key = aName();
          await one.write(key, bytes, LIVES, []);
          for (const tier of [one, two]) assert.ok((await entryOf(tier, key))?.equals(bytes), 'other bytes came back');
        }));
    }

    it('that nobody wrote is not there', () =>
      withTwo(trial, async (one) => {
        assert.equal(await entryOf(one, aName()), undefined);
      }));

    it('is found under its own key, whatever signs are in it', () =>
      withTwo(trial, async (one, two) => {
        const head = aName();
        for (const sign of ODD) await one.write(head + sign, Buffer.from(sign), LIVES, []);
        for (const sign of ODD) assert.equal((await entryOf(two, head + sign))?.toString(), sign);
        assert.equal(await entryOf(two, head), undefined);
      }));

    it('takes the place of the one before', () =>
      withTwo(trial, async (one, two) => {
        const key = aName();
        await one.write(key, Buffer.from('first, and longer'), LIVES, []);
        await two.write(key, Buffer.from('second'), LIVES, []);
        assert.equal((await entryOf(one, key))?.toString(), 'second');
      }));

    it('comes with the tokens in the order they were asked for, the missing ones undefined', () =>
      withTwo(trial, async (one, two) => {
        const [key, absent, there] = [aName(), aName('t'), aName('t')];
        const [token] = await one.plant([there], 'seed', HOUR_MS);
        await one.write(key, Buffer.from('soup'), LIVES, [there]);
        const { bytes, tokens } = await two.read(key, [absent, there, absent]);
        assert.equal(bytes?.toString(), 'soup');
        assert.deepEqual([...tokens], [undefined, token, undefined]);
      }));

    it('lives as long as it was told, and tells how long that still is', () =>
      withTwo(trial, async (one, two) => {
        const [short, long] = [aName(), aName()];
        await one.write(long, Buffer.from('long'), LIVES, []);
        await one.write(short, Buffer.from('short'), { entryMs: SOON_MS, fencesMs: HOUR_MS }, []);
        const { leftMs } = await two.read(long, []);
        assert.ok(leftMs > HOUR_MS / 2 && leftMs <= HOUR_MS, `${leftMs} ms are left of ${HOUR_MS}`);

        await until('the short one is over', async () => (await livingEntryOf(two, short)) === undefined);
        const later = await two.read(long, []);
        assert.equal(later.bytes?.toString(), 'long');
        assert.ok(later.leftMs <= leftMs, 'its time went backwards');
      }));

    it('is gone once it is removed, and nothing else is', () =>
      withTwo(trial, async (one, two) => {
        const [key, other, fence] = [aName(), aName(), aName('t')];
        const planted = await one.plant([fence], 'seed', HOUR_MS);
        for (const each of [key, other]) await one.write(each, Buffer.from(each), LIVES, [fence]);
        await two.remove(key);
        await two.remove(aName());
        assert.equal(await entryOf(one, key), undefined);
        const { bytes, tokens } = await one.read(other, [fence]);
        assert.equal(bytes?.toString(), other);
        assert.deepEqual(tokens, planted);
      }));
  });
}

async function entryOf(tier: FarTier, key: string): Promise<Buffer | undefined> {
  return (await tier.read(key, [])).bytes;
}

async function livingEntryOf(tier: FarTier, key: string): Promise<Buffer | undefined> {
  const { bytes, leftMs } = await tier.read(key, []);
  return leftMs > 0 ? bytes : undefined;
}
