import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { brotliCompressSync, constants, crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { Packed } from './codec.js';
import { open, openCurrent, seal, type Envelope } from './envelope.js';

const LIMIT = 100_000;

/** Bytes that are whole, checksum and all, whoever made them. */
function summed(...parts: (string | Buffer)[]): Buffer {
  const whole = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.concat([whole, Buffer.from(sumOf(whole))]);
}

function sumOf(bytes: Buffer | string): string {
  return crc32(bytes).toString(16).padStart(8, '0');
}

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

describe.each(kinds)('a sealed entry, %s', (kind, packed) => {
  it('opens to what was sealed', async () => {
    const opened = await open(await seal(anEnvelope(packed)), LIMIT);
    expect(opened).toMatchObject(anEnvelope(packed));
  });

  it('is known at once as what was asked for, unless it is compressed', async () => {
    const bytes = await seal(anEnvelope(packed));
    const { freshMs, lifeMs, costMs, packed: whole } = anEnvelope(packed);
    const known = openCurrent(bytes, LIMIT, anEnvelope());
    expect(known).toEqual(kind === 'compressed' ? undefined : { freshMs, lifeMs, costMs, packed: { ...whole } });
    expect(openCurrent(bytes, LIMIT, { ...anEnvelope(), fences: ['Zm9v', 'other'] })).toBeUndefined();
  });

  it('is a miss after any single bit was flipped', async () => {
    const bytes = await seal(anEnvelope(packed));
    const opened: number[] = [];
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if ((await open(flipped, LIMIT)) || openCurrent(flipped, LIMIT, anEnvelope())) opened.push(bit);
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

describe('a sealed entry, whatever it holds', () => {
  const word = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(',"value":', '",\\"value\\":', '\n', '}', '\uD83D'),
  );
  const packed = fc.record(
    {
      encoding: word,
      json: fc.oneof(
        fc.json(),
        fc.json().map((json) => JSON.stringify(json.repeat(200))),
      ),
      body: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    },
    { requiredKeys: ['encoding', 'json'] },
  );
  const envelope = fc.record({
    region: word,
    version: fc.nat(),
    key: word,
    fences: fc.array(word),
    made: word,
    freshMs: fc.nat(),
    lifeMs: fc.nat(),
    costMs: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true, maxExcluded: true }),
    packed,
  });

  it('opens to that, and its value is not parsed on the way', async () => {
    await fc.assert(
      fc.asyncProperty(envelope, async (given) => {
        expect(await open(await seal(given), 10 * LIMIT)).toMatchObject(given);
      }),
    );
    const { packed } = (await open(await seal(anEnvelope({ json: 'no JSON' })), LIMIT)) ?? {};
    expect(packed?.json).toBe('no JSON');
  });

  it('is known at once as what was asked for only where it is that, and as what it is', async () => {
    const other = fc.record(
      { region: word, version: fc.nat(), key: word, fences: fc.array(word) },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(envelope, other, async (given, differing) => {
        const { region, version, key, fences } = given;
        const own = { region, version, key, fences };
        const asked = { ...own, ...differing };
        // Of plain objects: the generated ones may have no prototype, which counts here.
        const isAsked = isDeepStrictEqual(asked, own);
        const known = openCurrent(await seal(given), 10 * LIMIT, asked);
        const { freshMs, lifeMs, costMs, packed } = given;
        expect(known ?? 'not known').toEqual(
          isAsked && known ? { freshMs, lifeMs, costMs, packed: { body: undefined, ...packed } } : 'not known',
        );
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    [{ fences: ['milk', 'salt'] }, { fences: ['milk","salt'] }],
    [{ fences: ['milk","salt'] }, { fences: ['milk', 'salt'] }],
    [{ fences: ['"'] }, { fences: ['\\"'] }],
    [{ fences: [] }, { fences: [''] }],
    [{ key: '"' }, { key: '\\"' }],
    [{ key: 'crème' }, { key: Buffer.from('crème').toString('latin1') }],
    [{ key: 'jar","fences":["milk' }, { key: 'jar', fences: ['milk', 'Zm9v', 'YmFy'] }],
  ])('made as %j is not taken for %j, whatever their names hold', async (made, asked) => {
    const bytes = await seal({ ...anEnvelope(), ...made });
    expect(openCurrent(bytes, LIMIT, { ...anEnvelope(), ...asked })).toBeUndefined();
    expect(await open(bytes, LIMIT)).toMatchObject(made);
  });

  it('is a miss after two thousand kinds of damage: what is lost, doubled, moved, put in or changed', async () => {
    const at = fc.nat({ max: 1e6 });
    const damage = fc.record({ from: at, to: at, put: fc.uint8Array({ maxLength: 8 }) });
    await fc.assert(
      fc.asyncProperty(envelope, fc.array(damage, { minLength: 1, maxLength: 3 }), async (given, damages) => {
        const whole = await seal(given);
        const bytes = damages.reduce(damaged, whole);
        if (bytes.equals(whole)) return;
        expect(await open(bytes, 10 * LIMIT)).toBeUndefined();
        expect(openCurrent(bytes, 10 * LIMIT, given)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });
});

/** From there on other bytes, and then what stood anywhere. */
function damaged(bytes: Buffer, { from, to, put }: { from: number; to: number; put: Uint8Array }): Buffer {
  const place = (at: number) => at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, place(from)), put, bytes.subarray(place(to))]);
}

describe('an entry in Redis', () => {
  it('is one JSON document that a person can read', async () => {
    const document: unknown = JSON.parse((await seal(anEnvelope())).toString());
    expect(document).toMatchObject({ region: 'pantry', key: 'pantry:7', value: { items: [] } });
  });

  it('is not known at once where its checksum is right and its head is not whole', async () => {
    const line = (await seal(anEnvelope({ encoding: 'answer', json: '{}', body: Buffer.from('body') }))).toString();
    const [head = ''] = line.split('\n');
    for (const json of ['"json":{', '"json":"{', '"json":7', '"text":"{}"']) {
      const broken = head.replace(/"json":"{}"(?=}|,)/, json);
      expect(openCurrent(summed(`${broken}\n`, 'body'), LIMIT, anEnvelope())).toBeUndefined();
      expect(await open(summed(`${broken}\n`, 'body'), LIMIT)).toBeUndefined();
    }
  });

  it('is not known at once where its head goes on in a way that is not ours', async () => {
    const whole = (await seal(anEnvelope())).toString();
    const known = (text: string) => {
      const document = text.replace(/,"sum":"[^"]*"}$/, '');
      return openCurrent(Buffer.from(`${document},"sum":"${sumOf(document)}"}`), LIMIT, anEnvelope());
    };
    expect(known(whole)).toBeDefined();
    expect(known(whole.replace(/,"freshMs".*,"value"/, ',"value"'))).toBeUndefined();
    expect(known(whole.replace(/,"value":.*/, ''))).toBeUndefined();
    expect(known(whole.replace(',"freshMs"', ',"since":1,"freshMs"'))).toBeUndefined();
  });

  it('is compressed the quick way, as who answers has no time for the thorough one', async () => {
    const json = JSON.stringify(Array.from({ length: 2000 }, (_, egg) => ({ egg, boiled: egg % 7 })));
    const quickly = brotliCompressSync(json, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
    expect((await seal(anEnvelope({ json }))).includes(quickly)).toBe(true);
  });

  it('is compressed where that saves much, and only there', async () => {
    const ofBytes = async (bytes: number) =>
      (await seal(anEnvelope({ json: JSON.stringify('x'.repeat(bytes - 2)) }))).length;
    expect(await ofBytes(4095)).toBeGreaterThan(4095);
    expect(await ofBytes(4096)).toBeLessThan(1000);

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
    expect(await open(Buffer.from(`${text},"sum":"${sumOf(text)}"}`), LIMIT)).toBeUndefined();
    expect(await open(summed('{"wire":2,"behind":"body","json":"{}"}\n', 'body'), LIMIT)).toBeUndefined();
  });

  it('compressed in a way that we do not know are a miss', async () => {
    const body = brotliCompressSync('[1]');
    const behind = (way: string) => summed(`{"wire":1,"encoding":"json","behind":"${way}","inflated":3}\n`, body);
    expect(await open(behind('br'), LIMIT)).toMatchObject({ packed: { json: '[1]' } });
    expect(await open(behind('zstd'), LIMIT)).toBeUndefined();
  });
});

describe('the size of an entry', () => {
  it('is bounded before it is inflated', async () => {
    const large = await seal(anEnvelope({ json: JSON.stringify('x'.repeat(LIMIT)) }));
    expect(large.length).toBeLessThan(1000);
    expect(await open(large, LIMIT + 1)).toBeUndefined();
    expect(await open(large, LIMIT + 2)).toBeDefined();
  });

  it('never inflates past the bound, nor past what its head says, whatever that is', async () => {
    const size = fc.nat({ max: 3000 });
    const about = (bytes: number) => fc.integer({ min: -2, max: 2 }).map((more) => Math.max(0, bytes + more));
    const claim = (bytes: number) =>
      fc.oneof(about(bytes), size, fc.constantFrom('10', '1e9', -1, 0, 1.5, 1e300, null, [], true, {}));
    const bomb = size.chain((bytes) => fc.tuple(fc.constant(bytes), claim(bytes), fc.oneof(about(bytes), size)));
    await fc.assert(
      fc.asyncProperty(bomb, async ([bytes, inflated, limit]) => {
        const head = JSON.stringify({ wire: 1, encoding: 'json', behind: 'br', inflated });
        const opened = await open(summed(`${head}\n`, brotliCompressSync('x'.repeat(bytes))), limit);
        const fits = typeof inflated === 'number' && inflated >= 1 && bytes <= inflated && inflated <= limit;
        expect(opened?.packed.json.length).toBe(fits ? bytes : undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves room for what stands around a value of just the size allowed, also where nothing is compressed', async () => {
    const answer = (bytes: number) => seal(anEnvelope({ encoding: 'answer', json: '{}', body: Buffer.alloc(bytes) }));
    const around = (await answer(0)).length;
    for (const [bytes, isTaken] of [
      [LIMIT, true],
      [LIMIT + 8192 - around, true],
      [LIMIT + 8193 - around, false],
    ] as const) {
      const sealed = await answer(bytes);
      expect((await open(sealed, LIMIT)) !== undefined).toBe(isTaken);
      expect(openCurrent(sealed, LIMIT, anEnvelope()) !== undefined).toBe(isTaken);
    }
  });
});
