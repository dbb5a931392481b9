import { Body, Controller, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Cache, CacheError, InvalidatesGroups, Tag } from '#cache';
import { AdminOnly } from '../auth/access.js';
import { IdPipe } from '../http/id.pipe.js';
import { badInput } from '../http/problem.js';
import { pantryTag } from '../pantry/pantry.cache.js';
import { preferencesTag } from '../preferences/preferences.cache.js';
import { recipesTag } from '../recipes/recipes.cache.js';
import { rankingTag } from '../recommendations/recommendations.cache.js';
import { cacheTypes, TagInvalidated, UserInvalidated, UserInvalidation, type CacheType } from './invalidation.dto.js';

const tagsOf: Readonly<Record<CacheType, (userId: number) => Tag>> = {
  pantry: pantryTag,
  preferences: preferencesTag,
  recipes: rankingTag,
};

/** Empties the cache by what things depend on; nothing of the data itself is touched. */
@ApiTags('cache')
@Controller('cache/invalidate')
export class InvalidationController {
  constructor(private readonly cache: Cache) {}

  @Post('user/:userId')
  @HttpCode(200)
  async ofUser(@Param('userId', IdPipe) userId: number, @Body() body?: UserInvalidation): Promise<UserInvalidated> {
    const types = [...new Set(body?.cacheTypes ?? cacheTypes)];
    await this.cache.invalidate(...types.map((type) => tagsOf[type](userId)));
    return { userId, invalidatedTypes: types };
  }

  @AdminOnly()
  @Post('recipes')
  @HttpCode(200)
  @InvalidatesGroups('recipes')
  recipes(): Promise<TagInvalidated> {
    return this.#invalidated(recipesTag());
  }

  /** Any tag by its name, such as `pantry:7`. */
  @AdminOnly()
  @Post('tag/:tag')
  @HttpCode(200)
  byTag(@Param('tag') name: string): Promise<TagInvalidated> {
    return this.#invalidated(tagNamed(name));
  }

  async #invalidated(tag: Tag): Promise<TagInvalidated> {
    await this.cache.invalidate(tag);
    return { invalidated: tag.name };
  }
}

function tagNamed(name: string): Tag {
  try {
    return Tag.named(name);
  } catch (error) {
    if (error instanceof CacheError) throw badInput(error.message);
    throw error;
  }
}
