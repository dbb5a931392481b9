import { API_PATH } from '../http/api-path.js';
import type { Recipe } from './recipe.js';

/** Where a picture of a recipe is to be had: kept here, under its hash, else where the recipe's source has one. */
export function imageOf({ id, picture, image }: Pick<Recipe, 'id' | 'picture' | 'image'>): string | null {
  return picture === null ? image : pictureAddress(id, picture);
}

export function pictureAddress(recipeId: number, hash: string): string {
  return `/${API_PATH}/recipes/${recipeId}/image?hash=${hash}`;
}
