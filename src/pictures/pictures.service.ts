import { Injectable } from '@nestjs/common';
import { Clock } from '#cache';
import { Changes } from '../changes/changes.js';
import type { Precondition } from '../http/precondition.js';
import { notFound } from '../http/problem.js';
import { recipesTag, recipeTag } from '../recipes/recipes.cache.js';
import { RecipesService } from '../recipes/recipes.service.js';
import { widthFor, type Picture, type Print } from './picture.js';
import { PictureMaker } from './picture-maker.js';
import { pictureTag } from './pictures.cache.js';
import { PicturesRepository, type HeldPicture } from './pictures.repository.js';

/** A picture ready to be sent, and when it came. */
export interface PrintedPicture {
  readonly bytes: Buffer;
  readonly updatedAt: Date;
}

/** The pictures of recipes: one each, kept in the database, sent in the sizes that are asked for. */
@Injectable()
export class PicturesService {
  constructor(
    private readonly repository: PicturesRepository,
    private readonly recipes: RecipesService,
    private readonly maker: PictureMaker,
    private readonly changes: Changes,
    private readonly clock: Clock,
  ) {}

  /** Throws the 404 problem where there is no such recipe, it has no picture, or another than is meant. */
  async print(recipeId: number, { width, format }: Print, hash?: string): Promise<PrintedPicture> {
    // Known of every recipe that was read lately: who asks for what is not there costs no statement.
    const { picture: named } = await this.recipes.byId(recipeId);
    if (named === null || !isMeant(named, hash)) throw noPicture(recipeId);

    const kept = await this.repository.find(recipeId);
    if (!kept || !isMeant(kept.hash, hash)) throw noPicture(recipeId);
    return { bytes: await this.maker.printed(kept, { width: widthFor(width), format }), updatedAt: kept.updatedAt };
  }

  /** Throws the 404 problem when there is no such recipe. */
  async demandRecipe(recipeId: number): Promise<void> {
    await this.recipes.byId(recipeId);
  }

  /** Makes this the recipe's picture; resolves with what is kept of it and whether there was none before. */
  async replace(recipeId: number, sent: Buffer, precondition: Precondition): Promise<[Picture, isNew: boolean]> {
    const picture = await this.maker.developed(sent);
    const isNew = await this.#change(recipeId, precondition, async (held, at) => {
      await this.repository.save(recipeId, picture, at);
      return held === null;
    });
    return [picture, isNew];
  }

  /** Throws the 404 problem when there is none. */
  async remove(recipeId: number, precondition: Precondition): Promise<void> {
    await this.#change(recipeId, precondition, async (held, at) => {
      if (held === null) throw noPicture(recipeId);
      await this.repository.remove(recipeId, at);
    });
  }

  /** Every summary of a recipe names its picture, so whatever shows recipes is made anew. */
  #change<T>(
    recipeId: number,
    precondition: Precondition,
    write: (held: HeldPicture | null, at: Date) => Promise<T>,
  ): Promise<T> {
    return this.changes.make([pictureTag(recipeId), recipeTag(recipeId), recipesTag()], async () => {
      const held = await this.repository.hold(recipeId);
      if (held === undefined) throw notFound(`Recipe ${recipeId}`);
      precondition.demandOf(held && { etag: `"${held.hash}"`, lastModified: held.updatedAt.getTime() });
      return write(held, new Date(this.clock.now()));
    });
  }
}

const isMeant = (hash: string, asked: string | undefined) => asked === undefined || asked === hash;

const noPicture = (recipeId: number) => notFound(`That picture of recipe ${recipeId}`);
