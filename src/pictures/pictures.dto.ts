import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import { pictureAddress } from '../recipes/recipe-image.js';
import type { Picture, PictureFormat } from './picture.js';
import { pictureFormats } from './picture.js';

const WIDEST_ASKED = 10_000;

export class PictureQuery {
  /** In pixels; answered with the next wider of 160, 320, 480, 640, 960, 1280 and 1920, never enlarged. Default: as it is kept. */
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(WIDEST_ASKED)
  width?: number;

  @IsIn(pictureFormats)
  format: PictureFormat = 'webp';

  /** The very picture that is meant, as the recipe's `image` names it; 404 once there is another. */
  @IsOptional()
  @Matches(/^[\w-]{22}$/, { message: 'must be a hash as the address of a picture has it' })
  hash?: string;
}

/** What is kept of a picture that was sent. */
export class PictureView {
  recipeId!: number;
  hash!: string;
  width!: number;
  height!: number;
  bytes!: number;
  /** Where it is to be had. */
  image!: string;
}

export function viewOf(recipeId: number, { hash, width, height, bytes }: Picture): PictureView {
  return { recipeId, hash, width, height, bytes: bytes.length, image: pictureAddress(recipeId, hash) };
}
