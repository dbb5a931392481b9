import { Controller, Delete, Get, HttpCode, Param, Put, Query, Req, Res, UseInterceptors } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CachedResponse, InvalidatesGroups } from '#cache';
import { AdminOnly, Public } from '../auth/access.js';
import { tellChangedAt } from '../http/changed-at.js';
import { IdPipe } from '../http/id.pipe.js';
import { Conditions, Precondition } from '../http/precondition.js';
import { StreamsBody } from '../http/streamed-body.js';
import { takenTypes } from './picture-kind.js';
import { pictureAnswers, PicturesCacheInterceptor } from './pictures.cache.js';
import { PictureQuery, PictureView, viewOf } from './pictures.dto.js';
import { PicturesService } from './pictures.service.js';
import { SentPictures } from './sent-pictures.js';

const BINARY = { schema: { type: 'string', format: 'binary' } };

@ApiTags('recipes')
@Controller('recipes/:id/image')
@UseInterceptors(PicturesCacheInterceptor)
export class PicturesController {
  constructor(
    private readonly pictures: PicturesService,
    private readonly sent: SentPictures,
  ) {}

  /** The picture of a recipe; under its hash it is the same for ever. */
  @Public()
  @Get()
  @ApiOkResponse({ content: { 'image/webp': BINARY, 'image/jpeg': BINARY } })
  @CachedResponse<Buffer>(pictureAnswers, {
    scope: 'public',
    groups: ['pictures'],
    immutable: ({ hash }: PictureQuery) => hash !== undefined,
  })
  async picture(
    @Param('id', IdPipe) id: number,
    @Query() { width, format, hash }: PictureQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { bytes, updatedAt } = await this.pictures.print(id, { width, format }, hash);
    tellChangedAt(reply, updatedAt);
    // Pages of others show it: nothing in it is anybody's own.
    void reply.headers({ 'content-type': `image/${format}`, 'cross-origin-resource-policy': 'cross-origin' });
    return bytes;
  }

  /** Makes the body the recipe's picture, at most 10 MiB of it; what is kept is made anew, without metadata, at most 1920 pixels wide and high. */
  @AdminOnly()
  @Put()
  @StreamsBody()
  @InvalidatesGroups('pictures', 'recipes')
  @ApiConsumes(...takenTypes)
  @ApiBody(BINARY)
  @ApiOkResponse({ type: PictureView })
  @ApiCreatedResponse({ type: PictureView })
  async replace(
    @Param('id', IdPipe) id: number,
    @Conditions() precondition: Precondition,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PictureView> {
    await this.pictures.demandRecipe(id);
    const [picture, isNew] = await this.pictures.replace(id, await this.sent.in(request), precondition);
    void reply.status(isNew ? 201 : 200);
    return viewOf(id, picture);
  }

  @AdminOnly()
  @Delete()
  @HttpCode(204)
  @InvalidatesGroups('pictures', 'recipes')
  async remove(@Param('id', IdPipe) id: number, @Conditions() precondition: Precondition): Promise<void> {
    await this.pictures.remove(id, precondition);
  }
}
