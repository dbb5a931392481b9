import { Controller, Get, Headers, Param, Res, UseFilters } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { isNotModified } from '#cache';
import { AdminOnly, Public } from '../auth/access.js';
import { notFound } from '../http/problem.js';
import { DashboardPage } from './dashboard-page.js';
import { PAGE_HEADERS } from './page-headers.js';
import { SignInFilter } from './sign-in.filter.js';

@ApiTags('dashboard')
@Controller('dashboard')
export class DashboardController {
  constructor(private readonly files: DashboardPage) {}

  /** The page for operators. A browser, which has no token to send, gets it with its 401, to sign in with; there is no figure in it. */
  @AdminOnly()
  @UseFilters(SignInFilter)
  @Get()
  @ApiOkResponse({ content: { 'text/html': { schema: { type: 'string' } } } })
  page(@Res({ passthrough: true }) reply: FastifyReply): Buffer {
    const { bytes, contentType } = this.files.page;
    void reply.headers({ ...PAGE_HEADERS, 'content-type': contentType });
    return bytes;
  }

  /** Its style and scripts: the same for all. */
  @Public()
  @Get(':file')
  @ApiExcludeEndpoint()
  file(
    @Param('file') name: string,
    @Headers('if-none-match') known: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Buffer | undefined {
    const file = this.files.fileNamed(name);
    if (!file) throw notFound('That part of the page');
    void reply.headers({ 'content-type': file.contentType, 'cache-control': 'public, no-cache', etag: file.etag });
    if (!isNotModified({ 'if-none-match': known }, { etag: file.etag, lastModified: undefined })) return file.bytes;
    void reply.status(304);
    return undefined;
  }
}
