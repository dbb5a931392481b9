import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { InvalidatesGroups } from '#cache';
import { IdPipe } from '../http/id.pipe.js';
import { Idempotent } from '../idempotency/idempotent.js';
import { CookedView, Cooking } from './cooking.dto.js';
import { CookingService } from './cooking.service.js';

/** Stands in this room and not in that of the pantry, which knows no recipes. */
@ApiTags('pantry')
@Controller('pantry/:userId/cook')
export class CookingController {
  constructor(private readonly cooking: CookingService) {}

  /**
   * Takes what the recipe asks for and is there, all in one transaction; tells what was missing and what nobody can measure. What may
   * stand in for what is missing is offered, and taken where it is named in `substitutes`; never what the user declared not to eat.
   */
  @Post()
  @HttpCode(200)
  @InvalidatesGroups('pantry', 'preferences')
  @Idempotent()
  cook(@Param('userId', IdPipe) userId: number, @Body() cooking: Cooking): Promise<CookedView> {
    return this.cooking.cook(userId, cooking);
  }
}
