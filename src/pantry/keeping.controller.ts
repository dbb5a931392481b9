import { Controller, createParamDecorator, HttpCode, Param, Post, Res, type ExecutionContext } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { InvalidatesGroups } from '#cache';
import { IdPipe } from '../http/id.pipe.js';
import { Conditions, Precondition } from '../http/precondition.js';
import { Idempotent } from '../idempotency/idempotent.js';
import { IfMatch, tagged } from './item-tag.js';
import { KeepingService, type KeepingWord } from './keeping.service.js';
import { PantryItemView } from './pantry.dto.js';

const WORDS: KeepingWord[] = ['open', 'freeze', 'thaw'];

/** Which of the words the address ends in. */
const Word = createParamDecorator((_: unknown, context: ExecutionContext): KeepingWord | undefined => {
  const { url = '' } = context.switchToHttp().getRequest<FastifyRequest>().routeOptions;
  return WORDS.find((word) => url.endsWith(`/${word}`));
});

@ApiTags('pantry')
@Controller('pantry/:userId/items/:itemId')
export class KeepingController {
  constructor(private readonly keeping: KeepingService) {}

  /**
   * What is done to an item that changes how long it keeps; what is so already stays as it is. Opened today it keeps as an opened one
   * does where it lies, and never longer than it did. Into the freezer today it keeps as a frozen one does, and never shorter than it did;
   * what is over stays over. Out of the freezer today the days in there do not count, those before do; a day where nobody knows better.
   */
  @Post(WORDS)
  @HttpCode(200)
  @InvalidatesGroups('pantry')
  @Idempotent()
  @IfMatch()
  async act(
    @Word() word: KeepingWord,
    @Param('userId', IdPipe) userId: number,
    @Param('itemId', IdPipe) itemId: number,
    @Conditions() precondition: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PantryItemView> {
    return tagged(reply, await this.keeping.act(userId, itemId, word, precondition));
  }
}
