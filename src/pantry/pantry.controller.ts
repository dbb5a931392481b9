import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBody, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CachedResponse } from '#cache';
import { IdPipe } from '../http/id.pipe.js';
import { etagOfResource, Precondition } from '../http/if-match.js';
import { ListPipe } from '../http/list.pipe.js';
import { PageQuery } from '../http/page.js';
import { Idempotent } from '../idempotency/idempotent.js';
import { expiringAnswers, pantryAnswers, PantryCacheInterceptor } from './pantry.cache.js';
import {
  ExpiringQuery,
  ExpiringView,
  JournalPage,
  NewPantryItem,
  PantryItemChange,
  PantryItemPut,
  PantryItemView,
  PantryView,
  UpdatedView,
} from './pantry.dto.js';
import { PantryService } from './pantry.service.js';
import { StockingService } from './stocking.service.js';

const MOST_AT_ONCE = 500;

const IfMatch = () =>
  ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of what is to be changed' });

@ApiTags('pantry')
@Controller('pantry/:userId')
@UseInterceptors(PantryCacheInterceptor)
export class PantryController {
  constructor(
    private readonly pantry: PantryService,
    private readonly stocking: StockingService,
  ) {}

  @Get()
  @CachedResponse<PantryView>(pantryAnswers, {
    scope: 'private',
    lastModified: ({ lastUpdated }) => new Date(lastUpdated),
  })
  of(@Param('userId', IdPipe) userId: number): Promise<PantryView> {
    return this.pantry.of(userId);
  }

  /** What is due from today on, soonest first. */
  @Get('expiring')
  @CachedResponse<ExpiringView>(expiringAnswers, {
    scope: 'private',
    lastModified: ({ lastUpdated }) => new Date(lastUpdated),
  })
  expiring(@Param('userId', IdPipe) userId: number, @Query() { within }: ExpiringQuery): Promise<ExpiringView> {
    return this.pantry.expiring(userId, within);
  }

  /** Every change there was, newest first. */
  @Get('journal')
  @Header('cache-control', 'private, no-cache')
  journal(@Param('userId', IdPipe) userId: number, @Query() page: PageQuery): Promise<JournalPage> {
    return this.pantry.journalOf(userId, page);
  }

  /** Adds those without `id`, changes those with one: all or nothing. `If-Match` names the state of the whole pantry. */
  @Put('items')
  @IfMatch()
  @ApiBody({ type: PantryItemPut, isArray: true })
  async put(
    @Param('userId', IdPipe) userId: number,
    @Body(new ListPipe(PantryItemPut, MOST_AT_ONCE)) items: PantryItemPut[],
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<UpdatedView> {
    return { updated: await this.stocking.put(userId, items, Precondition.of(ifMatch)) };
  }

  @Post('items')
  @Idempotent()
  async add(
    @Param('userId', IdPipe) userId: number,
    @Body() item: NewPantryItem,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PantryItemView> {
    return tagged(reply, await this.stocking.add(userId, item));
  }

  @Patch('items/:itemId')
  @IfMatch()
  async amend(
    @Param('userId', IdPipe) userId: number,
    @Param('itemId', IdPipe) itemId: number,
    @Body() change: PantryItemChange,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PantryItemView> {
    return tagged(reply, await this.stocking.amend(userId, itemId, change, Precondition.of(ifMatch)));
  }

  @Delete('items/:itemId')
  @HttpCode(204)
  @IfMatch()
  async remove(
    @Param('userId', IdPipe) userId: number,
    @Param('itemId', IdPipe) itemId: number,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.stocking.remove(userId, itemId, Precondition.of(ifMatch));
  }
}

/** The tag of the item as it is answered here, for the next change's `If-Match`. */
function tagged(reply: FastifyReply, item: PantryItemView): PantryItemView {
  void reply.header('etag', etagOfResource(item));
  return item;
}
