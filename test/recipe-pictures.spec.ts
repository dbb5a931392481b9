import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { seconds } from '#cache';
import { startApp, type Person, type Reply, type TestApp } from './harness/app.js';
import { aDatabase } from './harness/postgres-server.js';
import { aRedis, type SharedRedis } from './harness/redis-server.js';
import { aPicture, colourOf } from './pictures.js';
import { expectProblem } from './problems.js';

const CACHED_FOR_EVER = 'public, max-age=86400, immutable';

/** One instance, with what a test of pictures asks of it. */
class Gallery {
  private constructor(
    readonly app: TestApp,
    readonly admin: Person,
  ) {}

  static async at(app: TestApp): Promise<Gallery> {
    return new Gallery(app, await app.admin());
  }

  async put(id: number, picture: Promise<Buffer>, headers: OutgoingHttpHeaders = {}): Promise<Reply> {
    const type = { 'content-type': 'image/png' };
    return this.app.request('PUT', `/recipes/${id}/image`, {
      token: this.app.tokenFor(this.admin),
      body: await picture,
      headers: { ...type, ...headers },
    });
  }

  remove(id: number, headers: OutgoingHttpHeaders = {}): Promise<Reply> {
    return this.app.request('DELETE', `/recipes/${id}/image`, { token: this.app.tokenFor(this.admin), headers });
  }

  get(id: number, query = '', headers: OutgoingHttpHeaders = {}): Promise<Reply> {
    return this.app.get(`/recipes/${id}/image${query}`, { headers });
  }

  /** As the recipe names it, without what stands before every address. */
  async addressOf(id: number): Promise<string> {
    return (await this.app.get(`/recipes/${id}`)).body.image.replace('/api/v1', '');
  }

  async loads(): Promise<number> {
    const { body } = await this.app.get('/admin/cache/stats', { token: this.app.tokenFor(this.admin) });
    return body.regions['picture.answer'].loads;
  }
}

const RED = '#c02020';
const BLUE = '#2020c0';
const png = (colour: string, width = 400, height = 300) => aPicture({ colour, width, height }).png().toBuffer();
const isRed = async ({ bytes }: Reply) => {
  const [red, , blue] = await colourOf(bytes);
  return red > blue;
};

const databases = [
  ['the embedded database', () => Promise.resolve({ url: undefined, discard: () => Promise.resolve() })],
  ['PostgreSQL', aDatabase],
] as const;

describe.each(databases)('the picture of a recipe in %s', (_, open) => {
  let database: { readonly url: string | undefined; discard(): Promise<void> };
  let gallery: Gallery;
  beforeAll(async () => {
    database = await open();
    gallery = await Gallery.at(await startApp({ database: database.url }));
  });
  afterAll(async () => {
    await gallery.app.stop();
    await database.discard();
  });

  it('is named by the recipe, and what it names is the same for ever', async () => {
    const sent = await gallery.put(1, png(RED, 800, 600));
    expect([sent.status, sent.body]).toMatchObject([201, { recipeId: 1, width: 800, height: 600 }]);
    expect(sent.headers['cache-group-invalidation']).toBe('"pictures", "recipes"');

    const address = await gallery.addressOf(1);
    expect(address).toBe(`/recipes/1/image?hash=${sent.body.hash}`);
    expect(sent.body.image).toBe(`/api/v1${address}`);
    const reply = await gallery.app.get(address);
    expect(reply.status).toBe(200);
    expect(reply.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': CACHED_FOR_EVER,
      'cache-groups': '"pictures"',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'cross-origin-resource-policy': 'cross-origin',
      etag: `"${sent.body.hash}"`,
    });
    expect(await isRed(reply)).toBe(true);
    expect(reply.bytes).toHaveLength(sent.body.bytes);
  });

  it('is public without its hash too, for a day, and not for ever', async () => {
    await gallery.put(2, png(RED));
    const { status, headers } = await gallery.get(2);
    expect([status, headers['cache-control']]).toEqual([200, 'public, max-age=86400']);
  });

  it('is not sent again to who has it, nor with HEAD', async () => {
    await gallery.put(2, png(RED));
    for (const query of ['', '?width=160', '?width=160&format=jpeg']) {
      const { headers, bytes } = await gallery.get(2, query);
      const again = await gallery.get(2, query, { 'if-none-match': headers.etag });
      expect([again.status, again.bytes.length, again.headers['cache-control']]).toEqual([
        304,
        0,
        headers['cache-control'],
      ]);
      const head = await gallery.app.request('HEAD', `/recipes/2/image${query}`);
      expect([head.status, head.bytes.length, head.headers['content-length']]).toEqual([200, 0, String(bytes.length)]);
      expect(head.headers.etag).toBe(headers.etag);
    }
  });

  it('is made once for fifty who ask for it at once, and then not again', async () => {
    await gallery.put(3, png(RED, 1000, 700));
    const before = await gallery.loads();
    const replies = await Promise.all(Array.from({ length: 50 }, () => gallery.get(3, '?width=320&format=jpeg')));
    expect(new Set(replies.map(({ status, headers }) => `${status} ${headers.etag}`)).size).toBe(1);
    expect((await gallery.get(3, '?width=320&format=jpeg')).headers['cache-status']).toMatch(/^PrepSense; hit/);
    expect((await gallery.loads()) - before).toBe(1);
  });

  it('is another at once when it was replaced, wherever it is shown', async () => {
    await gallery.put(4, png(RED));
    const { title } = (await gallery.app.get('/recipes/4')).body;
    const search = `/recipes/search?query=${encodeURIComponent(title)}`;
    const shown = ['/recipes/4', '/recipes/popular?limit=100', '/recipes/4.jsonld', search];
    const sizes = ['', '?width=160', '?width=320&format=jpeg'];
    for (const path of shown) await gallery.app.get(path);
    for (const size of sizes) expect(await isRed(await gallery.get(4, size))).toBe(true);
    const old = await gallery.addressOf(4);

    const replaced = await gallery.put(4, png(BLUE));
    expect(replaced.status).toBe(200);
    for (const size of sizes) expect(await isRed(await gallery.get(4, size))).toBe(false);
    expectProblem(await gallery.app.get(old), 404);
    for (const path of shown) {
      const text = JSON.stringify((await gallery.app.get(path)).body);
      expect([path, text.includes(replaced.body.image), text.includes(old)]).toEqual([path, true, false]);
    }
  });

  it('changes the recipe by date as well', async () => {
    const { headers } = await gallery.app.get('/recipes/5');
    gallery.app.clock.advance(seconds(2));
    await gallery.put(5, png(RED));
    const since = { 'if-modified-since': headers['last-modified'] };
    expect((await gallery.app.get('/recipes/5', { headers: since })).status).toBe(200);
  });

  it('is gone once it was taken away, and the recipe says so', async () => {
    await gallery.put(6, png(RED));
    const address = await gallery.addressOf(6);
    await gallery.get(6, '?width=160');
    expect((await gallery.remove(6)).status).toBe(204);
    for (const path of [address, '/recipes/6/image', '/recipes/6/image?width=160'])
      expectProblem(await gallery.app.get(path), 404);
    expect((await gallery.app.get('/recipes/6')).body.image).toBeNull();
    expectProblem(await gallery.remove(6), 404);
  });

  it('stays when the recipe is imported anew', async () => {
    const recipe = { '@type': 'Recipe', name: 'Leek soup', author: 'Ann', recipeIngredient: ['2 leeks'] };
    const image = 'https://img.example/leek.jpg';
    const token = gallery.app.tokenFor(gallery.admin);
    await gallery.app.post('/recipes/import', { token, body: { ...recipe, image } });
    const found = await gallery.app.get('/recipes/search?query=leek%20soup&limit=100');
    const { id } = found.body.items.find(({ title }: { title: string }) => title === 'Leek soup');
    expect((await gallery.app.get(`/recipes/${id}`)).body.image).toBe(image);

    const { body } = await gallery.put(id, png(RED));
    await gallery.app.post('/recipes/import', { token, body: { ...recipe, image, recipeYield: 4 } });
    expect((await gallery.app.get(`/recipes/${id}`)).body).toMatchObject({ servings: 4, image: body.image });
    await gallery.remove(id);
    expect((await gallery.app.get(`/recipes/${id}`)).body.image).toBe(image);
  });

  it('is changed only by who means what is there', async () => {
    expectProblem(await gallery.put(7, png(RED), { 'if-match': '*' }), 412);
    expect((await gallery.put(7, png(RED), { 'if-none-match': '*' })).status).toBe(201);
    expectProblem(await gallery.put(7, png(BLUE), { 'if-none-match': '*' }), 412);
    const { etag } = (await gallery.get(7)).headers;
    expectProblem(await gallery.put(7, png(BLUE), { 'if-match': '"another"' }), 412);
    expectProblem(await gallery.remove(7, { 'if-match': '"another"' }), 412);
    expect((await gallery.get(7)).headers.etag).toBe(etag);
    expect((await gallery.put(7, png(BLUE), { 'if-match': etag })).status).toBe(200);
    expect((await gallery.remove(7, { 'if-match': (await gallery.get(7)).headers.etag })).status).toBe(204);
  });
});

describe('the sizes of a picture', () => {
  let gallery: Gallery;
  beforeAll(async () => {
    gallery = await Gallery.at(await startApp());
    await gallery.put(1, png(RED, 1000, 500));
  });
  afterAll(() => gallery.app.stop());

  it.each([
    [1, 160, 80],
    [160, 160, 80],
    [161, 320, 160],
    [640, 640, 320],
    [961, 1000, 500],
    [10_000, 1000, 500],
  ])('asked for %d wide: %d × %d', async (asked, width, height) => {
    for (const format of ['webp', 'jpeg']) {
      const { status, headers, bytes } = await gallery.get(1, `?width=${asked}&format=${format}`);
      expect([status, headers['content-type']]).toEqual([200, `image/${format}`]);
      expect(await sharp(bytes).metadata()).toMatchObject({ format, width, height });
    }
  });

  it('are few, whatever is asked for', async () => {
    await gallery.app.post('/cache/invalidate/tag/recipe-picture:1', { token: gallery.admin.token });
    const before = await gallery.loads();
    for (let width = 1; width <= 4000; width += 57) await gallery.get(1, `?width=${width}`);
    expect((await gallery.loads()) - before).toBe(7);
  });

  it.each(['?width=0', '?width=-1', '?width=1.5', '?width=abc', '?width=10001', '?format=png', '?hash=x', '?height=5'])(
    '%s: 400',
    async (query) => {
      expectProblem(await gallery.get(1, query), 400);
    },
  );

  it('are at most 1920 pixels wide and high, as kept', async () => {
    const { body } = await gallery.put(2, png(RED, 3000, 6000));
    expect([body.width, body.height]).toEqual([960, 1920]);
  });

  it('of what is transparent are white behind it as JPEG', async () => {
    const clear = sharp({ create: { width: 40, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } });
    await gallery.put(3, clear.png().toBuffer());
    expect(await colourOf((await gallery.get(3, '?format=jpeg')).bytes)).toEqual([255, 255, 255]);
    expect((await sharp((await gallery.get(3)).bytes).metadata()).hasAlpha).toBe(true);
  });
});

describe('the description of the interface', () => {
  it('tells what is sent and taken as bytes', async () => {
    const app = await startApp();
    const { get, put } = (await app.get('/docs/json')).body.paths['/api/v1/recipes/{id}/image'];
    await app.stop();
    expect(Object.keys(put.requestBody.content)).toEqual(['image/jpeg', 'image/png', 'image/webp']);
    expect(Object.keys(get.responses['200'].content)).toEqual(['image/webp', 'image/jpeg']);
  });
});

describe('two instances', () => {
  let redis: SharedRedis;
  let database: Awaited<ReturnType<typeof aDatabase>>;
  let [one, two]: Gallery[] = [];
  beforeAll(async () => {
    [database, redis] = await Promise.all([aDatabase(), aRedis()]);
    const settings = { CACHE_FAR_DEADLINE_MS: '5000', CACHE_KEY_PREFIX: redis.prefix };
    const parts = { redis: redis.url, database: database.url, settings };
    one = await Gallery.at(await startApp(parts));
    two = await Gallery.at(await startApp(parts));
  });
  afterAll(async () => {
    await Promise.all([one?.app.stop(), two?.app.stop()]);
    await Promise.all([database.discard(), redis.stop()]);
  });

  it('show the new picture within a moment, the hash of it too', async () => {
    if (!one || !two) throw new Error('no instances');
    await one.put(1, png(RED));
    expect(await isRed(await two.get(1))).toBe(true);

    const { body } = await one.put(1, png(BLUE));
    two.app.clock.advance('1001ms');
    expect(await isRed(await two.get(1))).toBe(false);
    expect(`/api/v1${await two.addressOf(1)}`).toBe(body.image);
    expect((await two.app.get(await two.addressOf(1))).headers.etag).toBe((await one.get(1)).headers.etag);
  });
});
