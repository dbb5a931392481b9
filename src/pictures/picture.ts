/** The picture of a recipe as it is kept: everything that is sent is made of it. */
export interface Picture {
  readonly hash: string;
  readonly width: number;
  readonly height: number;
  /** WebP. */
  readonly bytes: Buffer;
}

/** The closed set of widths in pixels; one between them is answered with the next wider. */
export const pictureWidths = [160, 320, 480, 640, 960, 1280, 1920] as const;

/** No picture is kept wider or higher than this, in pixels. */
export const LARGEST_SIDE = 1920;

export const pictureFormats = ['webp', 'jpeg'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** How a picture is asked for; without a width as large as it is kept. */
export interface Print {
  readonly width: number | undefined;
  readonly format: PictureFormat;
}

/** The width that is made for who asks for this one: so that what is kept is bounded, whatever is asked for. */
export function widthFor(asked: number | undefined): number | undefined {
  return asked === undefined ? undefined : (pictureWidths.find((width) => width >= asked) ?? LARGEST_SIDE);
}
