import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';

interface Size {
  readonly width?: number;
  readonly height?: number;
  readonly colour?: string;
}

/** A picture of one colour, to be encoded as a test wants it. */
export function aPicture({ width = 400, height = 300, colour = '#c02020' }: Size = {}): Sharp {
  return sharp({ create: { width, height, channels: 3, background: colour } });
}

/** A moving WebP of that many images. */
export async function aMovingPicture(...colours: readonly string[]): Promise<Buffer> {
  const images = await Promise.all(
    colours.map((colour) => aPicture({ width: 40, height: 30, colour }).png().toBuffer()),
  );
  return sharp(images, { join: { animated: true } })
    .webp({ loop: 0, delay: 100 })
    .toBuffer();
}

/** A PNG of one bit a pixel, all black: however large, it is small on the wire. */
export function aBlackPng(width: number, height: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.writeUInt8(1, 8);
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height);
  const chunks = [chunk('IHDR', head), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]);
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** The colour in the middle, each part 0..255, of bytes of any format. */
export async function colourOf(bytes: Buffer): Promise<[red: number, green: number, blue: number]> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels;
  return [data[middle] ?? -1, data[middle + 1] ?? -1, data[middle + 2] ?? -1];
}
