/** Numbers in an embedding. */
export const EMBEDDING_SIZE = 64;

/** What a recipe is like, named and weighed: `ingredient:leek` 1, `cuisine:french` 2, `technique:bake` 0.5. */
export type Features = ReadonlyMap<string, number>;

const TECHNIQUES: Readonly<Record<string, RegExp>> = {
  bake: /\b(?:bak(?:e|es|ed|ing)|oven)\b/i,
  boil: /\bboil/i,
  braise: /\b(?:brais|stew)/i,
  blend: /\b(?:blend|pur[eé]e|food processor)/i,
  chill: /\b(?:chill|refrigerat|fridge)/i,
  freeze: /\b(?:freez|frozen)/i,
  fry: /\b(?:fry|fries|fried|frying|saut[eé])/i,
  grill: /\b(?:grill|barbecue|broil|griddle)/i,
  knead: /\b(?:knead|dough|prove|rise)/i,
  poach: /\bpoach/i,
  roast: /\broast/i,
  simmer: /\bsimmer/i,
  steam: /\bsteam/i,
  toast: /\btoast/i,
  toss: /\b(?:toss|dress|salad bowl)/i,
  whisk: /\b(?:whisk|whip|beat)/i,
};

export interface Described {
  /** Slug and, where it has one, the slug of its more general ingredient. */
  readonly ingredients: readonly { readonly slug: string; readonly parent: string | null }[];
  readonly cuisine: string | null;
  readonly steps: readonly string[];
}

/** The features of a recipe: its ingredients and, half as strong, what they are a kind of; its cuisine; how it is cooked. */
export function featuresOf({ ingredients, cuisine, steps }: Described): Features {
  const features = new Map<string, number>();
  const add = (name: string, weight: number) => features.set(name, Math.max(features.get(name) ?? 0, weight));
  for (const { slug, parent } of ingredients) {
    add(`ingredient:${slug}`, 1);
    if (parent !== null) add(`ingredient:${parent}`, 0.5);
  }
  if (cuisine !== null) add(`cuisine:${cuisine}`, 2);
  const text = steps.join(' ');
  for (const [name, pattern] of Object.entries(TECHNIQUES)) if (pattern.test(text)) add(`technique:${name}`, 0.5);
  return features;
}

/**
 * Features as 64 numbers of length 1, by signed feature hashing (Weinberger et al. 2009): each feature is added to one place,
 * with a sign of its own, so that the dot product of two is near the cosine of their features whatever their number.
 */
export function embed(features: Features): number[] {
  const vector = Array.from({ length: EMBEDDING_SIZE }, () => 0);
  for (const [name, weight] of features) {
    const hash = fnv1a(name);
    const place = hash % EMBEDDING_SIZE;
    vector[place] = (vector[place] ?? 0) + (hash >>> 31 === 1 ? -weight : weight);
  }
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((part) => Math.round((part / length) * 1e6) / 1e6);
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return (hash ^ (hash >>> 15)) >>> 0;
}
