import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/access.js';
import { CacheEntriesService } from './cache-entries.service.js';
import { EntriesQuery, EntryList, EntryView } from './entries.dto.js';

/** Looks into the cache. Looking counts as no read, and keeps nothing alive. */
@ApiTags('cache')
@AdminOnly()
@Controller('admin/cache/entries/:region')
export class CacheEntriesController {
  constructor(private readonly entries: CacheEntriesService) {}

  /** What this process and Redis hold of a region. Redis is gone over for it, a thousand names at a time. */
  @Get()
  @Header('cache-control', 'no-store')
  list(@Param('region') region: string, @Query() query: EntriesQuery): Promise<EntryList> {
    return this.entries.list(region, query);
  }

  /** One entry, decoded; its key as it is listed, percent-encoded, or without the region at its head. */
  @Get(':key')
  @Header('cache-control', 'no-store')
  one(@Param('region') region: string, @Param('key') key: string): Promise<EntryView> {
    return this.entries.one(region, key);
  }
}
