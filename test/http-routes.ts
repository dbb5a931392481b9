import { aBlackPng } from './pictures.js';
import type { TestApp } from './harness/app.js';

/** Gives the recipe a picture whose answer is among these. */
export async function hangPicture(app: TestApp): Promise<void> {
  const { token } = await app.admin();
  const sent = { token, body: aBlackPng(400, 300), headers: { 'content-type': 'image/png' } };
  const { status } = await app.request('PUT', '/recipes/1/image', sent);
  if (status !== 201) throw new Error(`sending a picture answered ${status}`);
}

/** One way to ask for each answer that is cached, and what is said of it to clients. `:me` is who asks. */
export interface CacheableRoute {
  readonly path: string;
  readonly cacheControl: string;
  readonly expires?: boolean;
  readonly groups: string;
}

const RECIPES = 'public, max-age=600, stale-while-revalidate=600, stale-if-error=7200';
const INGREDIENTS = 'public, max-age=3600, stale-if-error=86400';
const OWN = 'private, no-cache';

export const ownRoutes: readonly CacheableRoute[] = [
  { path: '/pantry/:me', cacheControl: OWN, groups: '"pantry", "preferences"' },
  { path: '/pantry/:me/expiring?within=5', cacheControl: OWN, groups: '"pantry", "preferences"' },
  { path: '/preferences/:me', cacheControl: OWN, groups: '"preferences"' },
  { path: '/recommendations/:me?limit=3', cacheControl: OWN, groups: '"pantry", "preferences", "recipes"' },
  {
    path: '/analytics/complex?userId=:me&weeks=3',
    cacheControl: OWN,
    groups: '"pantry", "preferences", "ingredients"',
  },
  { path: '/recipes/search?query=rice&userId=:me', cacheControl: OWN, groups: '"recipes"' },
];

export const publicRoutes: readonly CacheableRoute[] = [
  {
    path: '/recipes/search?query=rice',
    cacheControl: 'public, max-age=300, stale-if-error=7200',
    groups: '"recipes"',
  },
  { path: '/recipes/popular?limit=3', cacheControl: RECIPES, groups: '"recipes"' },
  { path: '/recipes/1', cacheControl: RECIPES, groups: '"recipes"' },
  { path: '/recipes/1/nutrition?servings=3', cacheControl: RECIPES, groups: '"recipes"' },
  { path: '/recipes/1/similar?limit=3', cacheControl: RECIPES, groups: '"recipes"' },
  { path: '/recipes/1.jsonld', cacheControl: RECIPES, groups: '"recipes"' },
  { path: '/recipes/1/image?width=160', cacheControl: 'public, max-age=86400', groups: '"pictures"' },
  { path: '/ingredients/1', cacheControl: INGREDIENTS, expires: true, groups: '"ingredients"' },
  { path: '/ingredients?query=rice', cacheControl: INGREDIENTS, expires: true, groups: '"ingredients"' },
];

export const cacheableRoutes = [...ownRoutes, ...publicRoutes];
