import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InvalidatesGroups } from '#cache';
import { IdPipe } from '../http/id.pipe.js';
import { Idempotent } from '../idempotency/idempotent.js';
import { ConsumingService } from './consuming.service.js';
import { UndoingService } from './undoing.service.js';
import { ConsumedView, Consumption, UndoneView } from './using.dto.js';

/** Things are used up, and acts taken back. */
@ApiTags('pantry')
@Controller('pantry/:userId')
export class UsingController {
  constructor(
    private readonly consuming: ConsumingService,
    private readonly undoing: UndoingService,
  ) {}

  /** Opened ones before closed ones, soonest due first, then the oldest; what is not there is told as short. */
  @Post('consume')
  @HttpCode(200)
  @InvalidatesGroups('pantry')
  @Idempotent()
  consume(@Param('userId', IdPipe) userId: number, @Body() consumption: Consumption): Promise<ConsumedView> {
    return this.consuming.consume(userId, consumption);
  }

  /** Takes an act back, all of it and once: 409 where that was done already, or where what it touched was used or changed since. */
  @Post('transactions/:id/undo')
  @HttpCode(200)
  @InvalidatesGroups('pantry', 'preferences')
  @Idempotent()
  async undo(@Param('userId', IdPipe) userId: number, @Param('id', IdPipe) id: number): Promise<UndoneView> {
    return { transactionId: await this.undoing.undo(userId, id) };
  }
}
