import { createHash } from 'node:crypto';
import { brotliCompressSync, crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Packed } from './codec.js';
import { open, seal, type Envelope } from './envelope.js';

const LIMIT = 100_000;

function anEnvelope(packed: Partial<Packed> = {}): Envelope {
  return {
    region: 'pantry',
    version: 1,
    key: 'pantry:7',
    fences: ['Zm9v', 'YmFy'],
    made: '2026-06-15T12:00:00.000Z',
    freshMs: 3_600_000,
    lifeMs: 5_400_000,
    costMs: 12.5,
    packed: { encoding: 'json', json: '{"items":[]}', ...packed },
  };
}

const kinds: [string, Partial<Packed>][] = [
  ['readable', {}],
  ['compressed', { json: JSON.stringify('egg '.repeat(2000)) }],
  ['with a body', { encoding: 'answer', json: '{}', body: Buffer.from('{"items":[]}\n\0\xFF}', 'latin1') }],
];

describe.each(kinds)('a sealed entry, %s', (_, packed) => {
  it('opens to what was sealed', async () => {
    const opened = await open(await seal(anEnvelope(packed)), LIMIT);
    expect(opened).toMatchObject(anEnvelope(packed));
  });

  it('is a miss after any single bit was flipped', async () => {
    const bytes = await seal(anEnvelope(packed));
    const opened: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (await open(flipped, LIMIT)) opened.push(bit);
    }
    expect(opened).toEqual([]);
  });

  it('is a miss when it is cut short anywhere, or goes on', async () => {
    const bytes = await seal(anEnvelope(packed));
    for (let length = 0; length < bytes.length; length += 1) {
      expect(await open(bytes.subarray(0, length), LIMIT)).toBeUndefined();
    }
    expect(await open(Buffer.concat([bytes, Buffer.from('}')]), LIMIT)).toBeUndefined();
  });
});

describe('an entry in Redis', () => {
  it('is one JSON document that a person can read', async () => {
    const document: unknown = JSON.parse((await seal(anEnvelope())).toString());
    expect(document).toMatchObject({ region: 'pantry', key: 'pantry:7', value: { items: [] } });
  });

  it('is compressed where that saves much, and only there', async () => {
    const random = createHash('shake256', { outputLength: 9000 }).update('noise').digest();
    const noise = String.fromCharCode(...random.map((byte) => 35 + (byte % 90)));
    expect((await seal(anEnvelope({ json: JSON.stringify('egg '.repeat(2000)) }))).length).toBeLessThan(1000);
    expect((await seal(anEnvelope({ json: JSON.stringify(noise) }))).at(-1)).toBe('}'.charCodeAt(0));
  });

  it('keeps every text, also one that looks like the envelope itself', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.json(), fc.constantFrom('",\\"value\\":1"', '{"a":1,"value":2,"sum":"00000000"}')),
        async (json) => {
          expect((await open(await seal(anEnvelope({ json })), LIMIT))?.packed.json).toBe(json);
        },
      ),
    );
  });
});

describe('foreign bytes', () => {
  it('are a miss, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        expect(await open(Buffer.from(bytes), LIMIT)).toBeUndefined();
      }),
    );
  });

  it.each(['', '}', '{}', 'null', '{"value":{"id":', '{"wire":1,"value":1}', '\n', '[]\n00000000'])(
    'such as %j are a miss',
    async (text) => {
      expect(await open(Buffer.from(text), LIMIT)).toBeUndefined();
    },
  );

  it('of another wire version are a miss', async () => {
    const text = (await seal(anEnvelope()))
      .toString()
      .replace('"wire":1', '"wire":2')
      .replace(/,"sum":.*/, '');
    expect(
      await open(Buffer.from(`${text},"sum":"${crc32(text).toString(16).padStart(8, '0')}"}`), LIMIT),
    ).toBeUndefined();
  });
});

describe('the size of an entry', () => {
  it('is bounded before it is inflated', async () => {
    const large = await seal(anEnvelope({ json: JSON.stringify('x'.repeat(LIMIT)) }));
    expect(large.length).toBeLessThan(1000);
    expect(await open(large, LIMIT)).toBeUndefined();
    expect(await open(large, LIMIT + 10)).toBeDefined();
  });

  it('never inflates past what its head says', async () => {
    const { packed, ...about } = anEnvelope();
    const bomb = brotliCompressSync(Buffer.alloc(50 * LIMIT, 'x'));
    const head = Buffer.from(
      `${JSON.stringify({ wire: 1, ...about, encoding: packed.encoding, behind: 'br', inflated: 10 })}\n`,
    );
    const whole = Buffer.concat([head, bomb]);
    expect(
      await open(Buffer.concat([whole, Buffer.from(crc32(whole).toString(16).padStart(8, '0'))]), LIMIT),
    ).toBeUndefined();
  });

  it('is bounded also where nothing is compressed', async () => {
    const bytes = await seal(anEnvelope({ encoding: 'answer', json: '{}', body: Buffer.alloc(LIMIT * 2) }));
    expect(await open(bytes, LIMIT)).toBeUndefined();
  });
});
