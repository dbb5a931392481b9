import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CachedResponse, InvalidatesGroups } from '#cache';
import { IdPipe } from '../http/id.pipe.js';
import { Conditions, Precondition } from '../http/precondition.js';
import { ListPipe } from '../http/list.pipe.js';
import { PageQuery } from '../http/page.js';
import { Idempotent } from '../idempotency/idempotent.js';
import { IfMatch, tagged } from './item-tag.js';
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
    groups: ['pantry', 'preferences'],
    lastModified: ({ lastUpdated }) => new Date(lastUpdated),
  })
  of(@Param('userId', IdPipe) userId: number): Promise<PantryView> {
    return this.pantry.of(userId);
  }

  /** What is due from today on, soonest first. */
  @Get('expiring')
  @CachedResponse<ExpiringView>(expiringAnswers, {
    scope: 'private',
    groups: ['pantry', 'preferences'],
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
  @InvalidatesGroups('pantry')
  @IfMatch()
  @ApiBody({ type: PantryItemPut, isArray: true })
  async put(
    @Param('userId', IdPipe) userId: number,
    @Body(new ListPipe(PantryItemPut, MOST_AT_ONCE)) items: PantryItemPut[],
    @Conditions() precondition: Precondition,
  ): Promise<UpdatedView> {
    return { updated: await this.stocking.put(userId, items, precondition) };
  }

  @Post('items')
  @InvalidatesGroups('pantry')
  @Idempotent()
  async add(
    @Param('userId', IdPipe) userId: number,
    @Body() item: NewPantryItem,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PantryItemView> {
    return tagged(reply, await this.stocking.add(userId, item));
  }

  @Patch('items/:itemId')
  @InvalidatesGroups('pantry')
  @IfMatch()
  async amend(
    @Param('userId', IdPipe) userId: number,
    @Param('itemId', IdPipe) itemId: number,
    @Body() change: PantryItemChange,
    @Conditions() precondition: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PantryItemView> {
    return tagged(reply, await this.stocking.amend(userId, itemId, change, precondition));
  }

  @Delete('items/:itemId')
  @InvalidatesGroups('pantry')
  @HttpCode(204)
  @IfMatch()
  async remove(
    @Param('userId', IdPipe) userId: number,
    @Param('itemId', IdPipe) itemId: number,
    @Conditions() precondition: Precondition,
  ): Promise<void> {
    await this.stocking.remove(userId, itemId, precondition);
  }
}
