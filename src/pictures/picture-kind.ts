/** What is taken, as clients name it. */
export const takenTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type TakenType = (typeof takenTypes)[number];

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const JPEG = Buffer.from('\xff\xd8\xff', 'latin1');

/** What bytes begin as, whatever they are called; undefined for everything that is not taken. */
export function kindOf(bytes: Buffer): TakenType | undefined {
  if (bytes.subarray(0, JPEG.length).equals(JPEG)) return 'image/jpeg';
  if (bytes.subarray(0, PNG.length).equals(PNG)) return 'image/png';
  const [riff, webp] = [bytes.toString('latin1', 0, 4), bytes.toString('latin1', 8, 12)];
  return riff === 'RIFF' && webp === 'WEBP' ? 'image/webp' : undefined;
}

/** The media type of a `Content-Type` without its parameters. */
export function mediaTypeOf(contentType = ''): string {
  return contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
