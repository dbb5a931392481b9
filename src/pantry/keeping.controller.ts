import { applyDecorators, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { InvalidatesGroups } from '#cache';
import { IdPipe } from '../http/id.pipe.js';
import { Conditions, Precondition } from '../http/precondition.js';
import { Idempotent } from '../idempotency/idempotent.js';
import { IfMatch, tagged } from './item-tag.js';
import { KeepingService } from './keeping.service.js';
import { PantryItemView } from './pantry.dto.js';

const ActOnItem = () => applyDecorators(InvalidatesGroups('pantry'), Idempotent(), IfMatch());

/** What is done to an item that changes how long it keeps; what is so already stays as it is. */
@ApiTags('pantry')
@Controller('pantry/:userId/items/:itemId')
export class KeepingController {
  constructor(private readonly keeping: KeepingService) {}

  /** Opened today: keeps as an opened one does where it lies, and never longer than it did. */
  @Post('open')
  @HttpCode(200)
  @ActOnItem()
  async open(
    @Param('userId', IdPipe) userId: number,
    @Param('itemId', IdPipe) itemId: number,
    @Conditions() seen: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PantryItemView> {
    return tagged(reply, await this.keeping.act(userId, itemId, 'open', seen));
  }

  /** Into the freezer today: keeps as a frozen one does, never shorter than it did; what is over stays over. */
  @Post('freeze')
  @HttpCode(200)
  @ActOnItem()
  async freeze(
    @Param('userId', IdPipe) userId: number,
    @Param('itemId', IdPipe) itemId: number,
    @Conditions() seen: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PantryItemView> {
    return tagged(reply, await this.keeping.act(userId, itemId, 'freeze', seen));
  }

  /** Out of the freezer today: the days in there do not count, those before do; a day where nobody knows better. */
  @Post('thaw')
  @HttpCode(200)
  @ActOnItem()
  async thaw(
    @Param('userId', IdPipe) userId: number,
    @Param('itemId', IdPipe) itemId: number,
    @Conditions() seen: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PantryItemView> {
    return tagged(reply, await this.keeping.act(userId, itemId, 'thaw', seen));
  }
}
