import { Body, Controller, Get, Header, Headers, Param, Patch, Put, Query, Res, UseInterceptors } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CachedResponse } from '#cache';
import { OwnerIn } from '../auth/access.js';
import { IdPipe } from '../http/id.pipe.js';
import { etagOfResource, Precondition } from '../http/if-match.js';
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
    lastModified: ({ lastUpdated }) => new Date(lastUpdated),
  })
  of(@Param('userId', IdPipe) userId: number): Promise<PreferencesView> {
    return this.preferences.of(userId);
  }

  /** Replaces all of them: a field that is not sent goes back to its default. */
  @Put(':userId')
  @IfMatch()
  async replace(
    @Param('userId', IdPipe) userId: number,
    @Body() change: PreferencesChange,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PreferencesView> {
    return tagged(reply, await this.preferences.replace(userId, change, Precondition.of(ifMatch)));
  }

  /** Changes the fields that are sent, each as a whole. */
  @Patch(':userId')
  @IfMatch()
  async amend(
    @Param('userId', IdPipe) userId: number,
    @Body() change: PreferencesChange,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PreferencesView> {
    return tagged(reply, await this.preferences.amend(userId, change, Precondition.of(ifMatch)));
  }
}

/** The answer to a change is what GET would give now, and says so by its tag. */
function tagged(reply: FastifyReply, view: PreferencesView): PreferencesView {
  void reply.header('etag', etagOfResource(view));
  return view;
}
