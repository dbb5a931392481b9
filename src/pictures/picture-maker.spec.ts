import { describe, expect, it } from '@jest/globals';
import { aBlackPng, aPicture } from '../../test/pictures.js';
import { Problem } from '../http/problem.js';
import { widthFor } from './picture.js';
import { PictureMaker } from './picture-maker.js';

const problemOf = (error: unknown) => (error instanceof Problem ? `${error.status} ${error.code}` : error);

describe('what is made of a picture', () => {
  it('is the same for the same bytes, and has a hash of its own', async () => {
    const maker = new PictureMaker();
    const red = await aPicture().png().toBuffer();
    const [one, again] = [await maker.developed(red), await maker.developed(red)];
    const blue = await maker.developed(await aPicture({ colour: '#2020c0' }).png().toBuffer());
    expect(again).toEqual(one);
    expect(one.hash).toMatch(/^[\w-]{22}$/);
    expect(blue.hash).not.toBe(one.hash);
  });

  it('is made one at a time; three may wait, and who comes on top is told so', async () => {
    const maker = new PictureMaker();
    const sent = await aPicture({ width: 1500, height: 1500 }).png().toBuffer();
    const all = await Promise.allSettled(Array.from({ length: 6 }, () => maker.developed(sent)));
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [problemOf(one.reason)] : []));
    expect(refused).toEqual(Array(2).fill('503 unavailable'));
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'],
    ['GIF', Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')],
  ])('is never made of %s, whatever it is called', async (_, bytes) => {
    expect(await new PictureMaker().developed(Buffer.from(bytes)).catch(problemOf)).toBe('422 picture-unreadable');
  });

  it('goes by what it would take in memory', async () => {
    const maker = new PictureMaker();
    // A grey pixel is one byte.
    expect(await maker.developed(aBlackPng(14_000, 14_000))).toMatchObject({ width: 1920, height: 1920 });
    const tooLarge = await maker.developed(aBlackPng(14_200, 14_200)).catch(problemOf);
    expect(tooLarge).toBe('422 picture-too-large');
  });

  it('is the very bytes that are kept where nothing is to be done', async () => {
    const maker = new PictureMaker();
    const kept = await maker.developed(await aPicture({ width: 200 }).png().toBuffer());
    for (const width of [undefined, 200, 320])
      expect(await maker.printed(kept, { width, format: 'webp' })).toBe(kept.bytes);
    expect(await maker.printed(kept, { width: 160, format: 'webp' })).not.toBe(kept.bytes);
  });
});

describe('the width that is made', () => {
  it('is the next wider one of a few', () => {
    const widths = new Set(Array.from({ length: 3000 }, (_, at) => widthFor(at + 1)));
    expect([...widths]).toEqual([160, 320, 480, 640, 960, 1280, 1920]);
    for (let asked = 1; asked <= 1920; asked += 1) expect(widthFor(asked)).toBeGreaterThanOrEqual(asked);
    expect(widthFor(undefined)).toBeUndefined();
  });
});
