import { Injectable, type ExecutionContext } from '@nestjs/common';
import { defineAnswers, defineTag, hours } from '#cache';
import { AnswerCacheInterceptor } from '../auth/answer-cache.interceptor.js';
import { pathId } from '../http/path-id.js';
import { queryOf } from '../http/query-of.js';
import { widthFor, type Print } from './picture.js';
import { PictureQuery } from './pictures.dto.js';

/** The picture of one recipe. */
export const pictureTag = defineTag<[recipeId: number]>('recipe-picture');

/** One picture in one size and format, by its hash or as it is now. */
interface AskedPrint extends Print {
  readonly id: number;
  readonly hash: string | undefined;
}

/** Pictures as they are sent. Two at a time are made here at most; what is asked for again meanwhile waits for them. */
export const pictureAnswers = defineAnswers<AskedPrint>({
  name: 'picture.answer',
  version: 1,
  freshFor: hours(24),
  key: ({ id, width, format, hash }) => [id, width, format, hash],
  tags: ({ id }) => [pictureTag(id)],
});

@Injectable()
export class PicturesCacheInterceptor extends AnswerCacheInterceptor {
  protected async trackBy(context: ExecutionContext): Promise<AskedPrint | undefined> {
    const id = pathId(context, 'id');
    if (id === undefined) return undefined;
    const { width, format, hash } = await queryOf(context, PictureQuery);
    return { id, width: widthFor(width), format, hash };
  }
}
