import { Injectable } from '@nestjs/common';
import { bulkhead, BulkheadRejectedError, type BulkheadPolicy } from 'cockatiel';
import sharp, { type Sharp } from 'sharp';
import { etagOf } from '#cache';
import { unavailable, unprocessable } from '../http/problem.js';
import { LARGEST_SIDE, type Picture, type Print } from './picture.js';

// Whatever a picture may be called, nothing but these three is ever read; each call stands alone and takes one core.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp'] });
sharp.cache(false);
sharp.concurrency(1);

/** Of pixels once they are decoded: 50 megapixels of three bytes and something, fewer where each takes more. */
const MOST_DECODED = 200 * 1000 * 1000;
const LONGEST_SECONDS = 10;
const QUALITY = { kept: 90, sent: 80 } as const;
/** What shines through where a format knows no transparency. */
const PAPER = '#ffffff';

/**
 * Makes pictures: of what somebody sent the one that is kept, of that one what is sent. Nothing of the bytes that came in is ever passed on,
 * only the pixels: turned as their EXIF says, in sRGB, without metadata. Memory is bounded: by size before anything is decoded, by how many
 * are made at once, and by how many wait for that (503).
 */
@Injectable()
export class PictureMaker {
  /** One at a time: each may take as much memory as is allowed at all. */
  readonly #developing = bulkhead(1, 3);
  /** These are small already. */
  readonly #printing = bulkhead(2, 100);

  /** The picture to keep of what was sent; of a moving one its first image. Throws the 422 problem for what cannot be read, whole. */
  developed(sent: Buffer): Promise<Picture> {
    return inTurn(this.#developing, async () => {
      await demandBounded(sent);
      return readable(async () => {
        const { data, info } = await opened(sent)
          .autoOrient()
          .resize({ width: LARGEST_SIDE, height: LARGEST_SIDE, fit: 'inside', withoutEnlargement: true })
          .webp({ quality: QUALITY.kept })
          .toBuffer({ resolveWithObject: true });
        return { hash: hashOf(data), width: info.width, height: info.height, bytes: data };
      });
    });
  }

  /** Never larger than it is kept. */
  async printed(picture: Pick<Picture, 'width' | 'bytes'>, { width, format }: Print): Promise<Buffer> {
    const isKeptSo = format === 'webp' && (width === undefined || width >= picture.width);
    if (isKeptSo) return picture.bytes;
    return inTurn(this.#printing, () => {
      const resized = opened(picture.bytes).resize({ width, withoutEnlargement: true });
      return format === 'webp'
        ? resized.webp({ quality: QUALITY.sent }).toBuffer()
        : resized.flatten({ background: PAPER }).jpeg({ quality: QUALITY.sent, mozjpeg: true }).toBuffer();
    });
  }
}

/** So that the address without a width has the hash for its entity tag. */
function hashOf(bytes: Buffer): string {
  return etagOf(bytes).slice(1, -1);
}

/** What is cut off or damaged fails rather than to be made up. */
function opened(bytes: Buffer): Sharp {
  return sharp(bytes, { failOn: 'truncated', limitInputPixels: MOST_DECODED }).timeout({ seconds: LONGEST_SECONDS });
}

/** By what its head says: nothing is decoded yet. */
async function demandBounded(sent: Buffer): Promise<void> {
  const head = () => sharp(sent, { limitInputPixels: false }).metadata();
  const { width, height, channels, depth } = await readable(head);
  const bytesOfPixel = channels * (depth === 'uchar' ? 1 : 2);
  if (width * height * bytesOfPixel <= MOST_DECODED) return;
  throw unprocessable(
    'picture-too-large',
    'The picture has too many pixels: 50 megapixels are taken, of three bytes each',
  );
}

async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw unprocessable('picture-unreadable', 'The picture is damaged, cut off or takes too long to read', error);
  }
}

async function inTurn<T>(policy: BulkheadPolicy, work: () => Promise<T>): Promise<T> {
  try {
    return await policy.execute(work);
  } catch (error) {
    if (error instanceof BulkheadRejectedError)
      throw unavailable('Too many pictures are being made at the moment', error);
    throw error;
  }
}
