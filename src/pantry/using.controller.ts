import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InvalidatesGroups } from '#cache';
import { IdPipe } from '../http/id.pipe.js';
import { Idempotent } from '../idempotency/idempotent.js';
import { ConsumingService } from './consuming.service.js';
import { ConsumedView, Consumption } from './using.dto.js';

/** Things are used up. */
@ApiTags('pantry')
@Controller('pantry/:userId')
export class UsingController {
  constructor(private readonly consuming: ConsumingService) {}

  /** Opened ones before closed ones, soonest due first, then the oldest; what is not there is told as short. */
  @Post('consume')
  @HttpCode(200)
  @InvalidatesGroups('pantry')
  @Idempotent()
  consume(@Param('userId', IdPipe) userId: number, @Body() consumption: Consumption): Promise<ConsumedView> {
    return this.consuming.consume(userId, consumption);
  }
}
