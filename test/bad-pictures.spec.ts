import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { startApp, type Person, type Reply, type TestApp } from './harness/app.js';
import { until } from './harness/until.js';
import { aBlackPng, aMovingPicture, aPicture, colourOf } from './pictures.js';
import { changesNothing, expectProblem } from './problems.js';

const MIB = 1024 * 1024;
const HTML = '<html><script>alert(1)</script></html>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>';
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

let app: TestApp;
let admin: Person;
let ann: Person;
beforeAll(async () => {
  app = await startApp();
  [admin, ann] = await Promise.all([app.admin(), app.user()]);
  expect((await put(await aPicture().png().toBuffer())).status).toBe(201);
});
afterAll(() => app.stop());

function put(body: Buffer | string, type = 'image/png'): Promise<Reply> {
  return app.request('PUT', '/recipes/1/image', { token: admin.token, body, headers: { 'content-type': type } });
}

const stored = async (): Promise<Reply> => app.get('/recipes/1/image?fresh=true', { token: admin.token });
const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: '#888', noise: { type: 'gaussian', mean: 128, sigma: 40 } },
  });

describe('what is no picture that can be taken is refused, and the one that is there stays', () => {
  const cutAt = async (share: number, type: 'png' | 'jpeg' | 'webp') => {
    const whole = await noise(300, 200).toFormat(type).toBuffer();
    return whole.subarray(0, Math.floor(whole.length * share));
  };
  const asPng = () => aPicture().png().toBuffer();

  const cases: [what: string, status: number, type: string, body: () => Promise<Buffer> | Buffer | string][] = [
    ['a PNG of 20,000 × 20,000 pixels', 422, 'image/png', () => aBlackPng(20_000, 20_000)],
    ['a PNG of 65,000 × 65,000 pixels', 422, 'image/png', () => aBlackPng(65_000, 65_000).subarray(0, 500)],
    ['SVG', 415, 'image/svg+xml', () => SVG],
    ['SVG called a PNG', 415, 'image/png', () => SVG],
    ['GIF', 415, 'image/gif', () => GIF],
    ['GIF called a JPEG', 415, 'image/jpeg', () => GIF],
    ['HTML called a JPEG', 415, 'image/jpeg', () => HTML],
    ['a PNG called a JPEG', 415, 'image/jpeg', asPng],
    ['a PNG called a WebP', 415, 'image/webp', asPng],
    ['a PNG called JSON', 400, 'application/json', asPng],
    ['JSON', 415, 'application/json', () => '{}'],
    ['a PNG called bytes', 415, 'application/octet-stream', asPng],
    ['a form', 415, 'multipart/form-data; boundary=x', () => '--x--'],
    ['no bytes', 422, 'image/png', () => ''],
    ['three bytes of a JPEG', 422, 'image/jpeg', () => Buffer.from([0xff, 0xd8, 0xff])],
    ['the head of a PNG', 422, 'image/png', async () => (await asPng()).subarray(0, 8)],
    ['RIFF without WebP', 415, 'image/webp', () => 'RIFF\0\0\0\0WAVEfmt '],
    ...(['png', 'jpeg', 'webp'] as const).flatMap((type) =>
      [0.3, 0.6, 0.95].map((share): (typeof cases)[number] => [
        `${share * 100} % of a ${type}`,
        422,
        `image/${type}`,
        () => cutAt(share, type),
      ]),
    ),
    [
      'a PNG with a damaged middle',
      422,
      'image/png',
      async () => {
        const bytes = await noise(300, 200).png().toBuffer();
        return bytes.fill(0x55, 40_000, 40_064);
      },
    ],
  ];

  it.each(cases)('%s: %d', async (_, status, type, body) => {
    const sent = await body();
    await changesNothing(app, async () => expectProblem(await put(sent, type), status));
  });

  it('says which types are taken', async () => {
    expect((await put(GIF, 'image/gif')).headers['accept']).toBe('image/jpeg, image/png, image/webp');
  });

  it.each([
    ['another type', asPng, 'The body is called image/jpeg but begins as image/png'],
    ['nothing that is taken', () => GIF, 'The body is called image/jpeg but begins as something else'],
  ])('says what is wrong where bytes called JPEG are %s', async (_, body, detail) => {
    const { body: problem } = await put(await body(), 'image/jpeg');
    expect(problem.detail).toBe(`${detail}; what is taken is image/jpeg, image/png, image/webp`);
  });

  it('says that the body needs a name where it is called bytes', async () => {
    const { body: problem } = await put(await asPng(), 'application/octet-stream');
    expect(problem.detail).toMatch(/Content-Type.* for a picture/);
  });
});

describe('of what is taken nothing is passed on but the picture', () => {
  it('a JPEG that is HTML as well is only a picture afterwards', async () => {
    const polyglot = Buffer.concat([await aPicture().jpeg().toBuffer(), Buffer.from(HTML)]);
    expect((await put(polyglot, 'image/jpeg')).status).toBe(200);
    for (const query of ['', '?format=jpeg']) {
      const { bytes } = await app.get(`/recipes/1/image${query}`);
      expect(bytes.includes('script')).toBe(false);
    }
  });

  it('a PNG that is a ZIP as well is only a picture afterwards', async () => {
    const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex');
    expect((await put(Buffer.concat([await aPicture().png().toBuffer(), zip]))).status).toBe(200);
    expect((await stored()).bytes.includes('PK\u0005\u0006')).toBe(false);
  });

  it('what its metadata tells is gone, and it stands as they say', async () => {
    const exif = { IFD0: { Artist: 'Ann of Elm Street 7' } };
    const comment = aPicture({ width: 200, height: 100 }).withExif(exif).withMetadata({ orientation: 6 });
    const sent = await comment.withExifMerge(exif).jpeg().toBuffer();
    expect(sent.includes('Elm Street')).toBe(true);
    const { status, body } = await put(sent, 'image/jpeg');
    expect([status, body.width, body.height]).toEqual([200, 100, 200]);
    for (const query of ['', '?format=jpeg', '?width=160&format=webp']) {
      const { bytes } = await app.get(`/recipes/1/image${query}`);
      const { exif: left, icc, xmp, orientation } = await sharp(bytes).metadata();
      expect([left, icc, xmp, orientation, bytes.includes('Elm Street')]).toEqual(
        Array(4).fill(undefined).concat([false]),
      );
    }
  });

  it('a moving picture is its first image', async () => {
    expect((await put(await aMovingPicture('#c02020', '#2020c0'), 'image/webp')).status).toBe(200);
    const { bytes } = await stored();
    const [red, , blue] = await colourOf(bytes);
    expect([red > blue, (await sharp(bytes, { animated: true }).metadata()).pages]).toEqual([true, undefined]);
  });

  it('CMYK, grey and sixteen bits become what every browser shows', async () => {
    const sent = [
      [await aPicture().toColourspace('cmyk').jpeg().toBuffer(), 'image/jpeg'],
      [await aPicture().greyscale().png().toBuffer(), 'image/png'],
      [await aPicture().toColourspace('rgb16').png().toBuffer(), 'image/png'],
    ] as const;
    for (const [body, type] of sent) {
      expect((await put(body, type)).status).toBe(200);
      expect(await sharp((await stored()).bytes).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar' });
    }
  });
});

/** A request that is sent by hand, as far as its test sends it. */
async function begun(length: string, path = '/recipes/1/image', token?: string): Promise<Socket> {
  const socket = connect(app.port, '127.0.0.1');
  await once(socket, 'connect');
  const lines = [
    `PUT /api/v1${path} HTTP/1.1`,
    'Host: localhost',
    'Content-Type: image/png',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    length,
  ];
  socket.write([...lines, '', ''].join('\r\n'));
  return socket;
}

const headOf = async (socket: Socket) => {
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return bytes.toString();
};

describe('the length of a picture', () => {
  const padded = async (length: number) => {
    const picture = await aPicture().png().toBuffer();
    return Buffer.concat([picture, Buffer.alloc(length - picture.length)]);
  };

  it('may be 10 MiB', async () => {
    expect((await put(await padded(10 * MIB))).status).toBe(200);
  });

  it('over 10 MiB is refused by what is announced, before any of it came', async () => {
    const socket = await begun(`Content-Length: ${10 * MIB + 1}`, undefined, admin.token);
    expect(await headOf(socket)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('over 10 MiB is refused while it comes, and no more of it is read', async () => {
    await changesNothing(app, async () => {
      const socket = await begun('Transfer-Encoding: chunked', undefined, admin.token);
      const answer = once(socket, 'data');
      const chunk = Buffer.concat([Buffer.from('10000\r\n'), await padded(0x10000), Buffer.from('\r\n')]);
      let sent = 0;
      for (; socket.bytesRead === 0 && sent < 50 * MIB; sent += 0x10000) {
        if (!socket.write(chunk)) await once(socket, 'drain');
      }
      expect(String(await answer)).toMatch(/^HTTP\/1\.1 413 [^]*urn:prepsense:payload-too-large/);
      socket.destroy();
      expect(sent).toBeLessThan(20 * MIB);
    });
  });

  it('is 1 MiB elsewhere, and pictures go nowhere else', async () => {
    const big = 'x'.repeat(MIB + 1);
    expectProblem(await app.post('/recipes/import', { token: admin.token, body: { name: big } }), 413);
    const headers = { 'content-type': 'image/png' };
    const body = await padded(10_000);
    expectProblem(await app.post('/recipes/import', { token: admin.token, body, headers }), 415);
  });

  it('does not count for who may not send it, or for what is not there: it is not read', async () => {
    const length = `Content-Length: ${5 * MIB}`;
    expect(await headOf(await begun(length))).toMatch(/^HTTP\/1\.1 401 /);
    expect(await headOf(await begun(length, undefined, ann.token))).toMatch(/^HTTP\/1\.1 403 /);
    expect(await headOf(await begun(length, '/recipes/999999/image', admin.token))).toMatch(/^HTTP\/1\.1 404 /);
  });
});

describe('pictures that come slowly', () => {
  it('are four at once, the next is told to wait; who goes away leaves the place and nothing else', async () => {
    const whole = await aPicture({ colour: '#20c020' }).png().toBuffer();
    await changesNothing(app, async () => {
      const slow = await Promise.all(
        Array.from({ length: 4 }, () => begun(`Content-Length: ${whole.length}`, undefined, admin.token)),
      );
      for (const socket of slow) socket.write(whole.subarray(0, 50));
      const refused = await until('there is no place left', async () => {
        const reply = await put('', 'image/png');
        return reply.status === 503 ? reply : undefined;
      });
      expectProblem(refused, 503);
      expect(refused.headers['retry-after']).toMatch(/^\d+$/);
      for (const socket of slow) socket.destroy();
      await until('there is place again', async () => (await put('', 'image/png')).status === 422);
    });
  });
});
