import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** `page` and `limit` of a list. */
export class PageQuery {
  /** From 1. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100_000)
  page: number = 1;

  /** Items a page, 1 to 100. */
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly page: number;
  readonly limit: number;
  readonly total: number;
}
