import { ArrayNotEmpty, IsIn, IsOptional } from 'class-validator';

/** What of one user can be emptied, in the words of the operators. */
export const cacheTypes = ['pantry', 'preferences', 'recipes'] as const;
export type CacheType = (typeof cacheTypes)[number];

export class UserInvalidation {
  /** Without it all three. */
  @IsOptional()
  @ArrayNotEmpty()
  @IsIn(cacheTypes, { each: true })
  cacheTypes?: CacheType[];
}

export class UserInvalidated {
  userId!: number;
  invalidatedTypes!: CacheType[];
}

export class TagInvalidated {
  /** The tag that was announced. */
  invalidated!: string;
}
