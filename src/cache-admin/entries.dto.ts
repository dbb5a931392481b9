import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, MaxLength } from 'class-validator';
import { IsText } from '../http/is-text.js';
import { PageQuery } from '../http/page.js';

export class EntriesQuery extends PageQuery {
  /** Signs that the key has after its region, just as they stand there; without it all are listed. */
  @IsOptional()
  @IsText()
  @MaxLength(200)
  match?: string;
}

/** One entry that is held by this process or in Redis. */
export class EntryInfo {
  /** As it stands in Redis: `pantry:7`. */
  key!: string;
  tiers!: ('memory' | 'redis')[];
  /** `dead`: what it depends on has changed, and nobody is served it. `failure`: a load that failed, remembered for a while. */
  state!: 'fresh' | 'stale' | 'dead' | 'failure';
  bytes!: number;
  ageSeconds!: number;
  /** How long it stays fresh; negative once it is not. */
  ttlSeconds!: number;
  tags!: string[];
}

export class EntryList {
  items!: EntryInfo[];
  page!: number;
  limit!: number;
  /** Keys that were found, at most 10,000. */
  total!: number;
  /** False where there are more keys, or Redis could not be gone over to its end. */
  complete!: boolean;
}

export class EntryView extends EntryInfo {
  /** As it is kept, decoded; what JSON has no word for is marked: `{"~":"date","v":"2026-…"}`. An answer's body as it is sent. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  value!: unknown;
}
