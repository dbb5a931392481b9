import { Body, Controller, Get, Header, Param, Patch, Put, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CachedResponse, InvalidatesGroups } from '#cache';
import { OwnerIn } from '../auth/access.js';
import { IdPipe } from '../http/id.pipe.js';
import { Conditions, etagOfResource, Precondition } from '../http/precondition.js';
import { preferencesAnswers, PreferencesCacheInterceptor } from './preferences.cache.js';
import { PreferencesChange, PreferencesView } from './preferences.dto.js';
import { PreferencesService } from './preferences.service.js';

const IfMatch = () =>
  ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of what is to be changed' });

@ApiTags('preferences')
@Controller('preferences')
@UseInterceptors(PreferencesCacheInterceptor)
export class PreferencesController {
  constructor(private readonly preferences: PreferencesService) {}

  /** Always from the source, past every cache. */
  @OwnerIn({ query: 'userId' })
  @Get('fresh')
  @Header('cache-control', 'no-store')
  fresh(@Query('userId', IdPipe) userId: number): Promise<PreferencesView> {
    return this.preferences.fromSource(userId);
  }

  @Get(':userId')
  @CachedResponse<PreferencesView>(preferencesAnswers, {
    scope: 'private',
    groups: ['preferences'],
    lastModified: ({ lastUpdated }) => new Date(lastUpdated),
  })
  of(@Param('userId', IdPipe) userId: number): Promise<PreferencesView> {
    return this.preferences.of(userId);
  }

  /** Replaces all of them: a field that is not sent goes back to its default. */
  @Put(':userId')
  @InvalidatesGroups('preferences')
  @IfMatch()
  async replace(
    @Param('userId', IdPipe) userId: number,
    @Body() change: PreferencesChange,
    @Conditions() precondition: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PreferencesView> {
    return tagged(reply, await this.preferences.replace(userId, change, precondition));
  }

  /** Changes the fields that are sent, each as a whole. */
  @Patch(':userId')
  @InvalidatesGroups('preferences')
  @IfMatch()
  async amend(
    @Param('userId', IdPipe) userId: number,
    @Body() change: PreferencesChange,
    @Conditions() precondition: Precondition,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PreferencesView> {
    return tagged(reply, await this.preferences.amend(userId, change, precondition));
  }
}

/** The answer to a change is what GET would give now, and says so by its tag. */
function tagged(reply: FastifyReply, view: PreferencesView): PreferencesView {
  void reply.header('etag', etagOfResource(view));
  return view;
}
