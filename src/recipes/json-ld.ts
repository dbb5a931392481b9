import { plainBlocks, plainLine } from './plain-text.js';
import { minutesOf, servingsOf } from './recipe-times.js';

/** A recipe as its source tells it: plain text, nothing worked out yet. */
export interface RecipeSource {
  readonly identifier: string | null;
  readonly name: string;
  readonly summary: string;
  readonly cuisine: string | null;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly prepMinutes: number | null;
  readonly cookMinutes: number | null;
  readonly totalMinutes: number | null;
  readonly servings: number | null;
  readonly lines: readonly string[];
  readonly steps: readonly string[];
  readonly image: string | null;
  readonly source: string | null;
  readonly license: string | null;
}

export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

type Node = Readonly<Record<string, unknown>>;

const DEEPEST = 16;
const LONGEST = { name: 300, summary: 2000, line: 10_000, step: 10_000, word: 100, address: 2000 } as const;
const MOST = { lines: 1000, steps: 500, words: 50 } as const;

/** The schema.org/Recipe objects in a document: one, a list, or a `@graph`. What is no recipe is named in `skipped`. */
export function recipesIn(document: unknown): { recipes: Node[]; skipped: Skipped[] } {
  const recipes = nodesOf(document, 0);
  if (recipes.length > 0) return { recipes, skipped: [] };
  return { recipes, skipped: [{ name: nameOf(document), reason: 'is no schema.org/Recipe' }] };
}

function nodesOf(value: unknown, depth: number): Node[] {
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => nodesOf(one, depth + 1));
  if (!isNode(value)) return [];
  if (typesOf(value).includes('Recipe')) return [value];
  return [...nodesOf(own(value, '@graph'), depth + 1), ...nodesOf(own(value, 'mainEntity'), depth + 1)];
}

/** Reads one Recipe object; a `Skipped` when it lacks what makes a recipe. Never throws, whatever stands in its fields. */
export function sourceOf(node: Node): RecipeSource | Skipped {
  const name = textOf(own(node, 'name') ?? own(node, 'headline')).slice(0, LONGEST.name);
  if (name === '') return { name: '(no name)', reason: 'has no name' };
  const lines = textsOf(own(node, 'recipeIngredient') ?? own(node, 'ingredients')).flatMap((text) => plainBlocks(text));
  if (lines.length === 0) return { name, reason: 'has no ingredients' };
  if (lines.length > MOST.lines) return { name, reason: `has more than ${MOST.lines} ingredients` };

  const minutes = (key: string) => minutesOf(textOf(own(node, key)));
  return {
    identifier: textOf(own(node, 'identifier')).slice(0, LONGEST.name) || null,
    name,
    summary: textOf(own(node, 'description')).slice(0, LONGEST.summary),
    cuisine: wordsOf(own(node, 'recipeCuisine'))[0]?.toLowerCase() ?? null,
    categories: wordsOf(own(node, 'recipeCategory')),
    keywords: wordsOf(own(node, 'keywords')),
    prepMinutes: minutes('prepTime'),
    cookMinutes: minutes('cookTime'),
    totalMinutes: minutes('totalTime'),
    servings: servingsOf(textsOf(own(node, 'recipeYield') ?? own(node, 'yield'))),
    lines: lines.map((line) => line.slice(0, LONGEST.line)),
    steps: stepsOf(own(node, 'recipeInstructions'), 0).slice(0, MOST.steps),
    image: addressOf(own(node, 'image')),
    source: addressOf(own(node, 'url')) ?? (textOf(own(node, 'author')).slice(0, LONGEST.name) || null),
    license: textOf(own(node, 'license')).slice(0, LONGEST.address) || null,
  };
}

/** True for lines that `sourceOf` had to cut. */
export function wasCut(line: string): boolean {
  return line.length >= LONGEST.line;
}

export function isSkipped(made: RecipeSource | Skipped): made is Skipped {
  return 'reason' in made;
}

function stepsOf(value: unknown, depth: number): string[] {
  if (depth > DEEPEST) return [];
  if (typeof value === 'string') return plainBlocks(value).map((step) => withoutNumber(step).slice(0, LONGEST.step));
  if (Array.isArray(value)) return value.flatMap((one: unknown) => stepsOf(one, depth + 1));
  if (!isNode(value)) return [];

  const inner = own(value, 'itemListElement') ?? own(value, 'item') ?? own(value, 'steps');
  if (inner !== undefined) return stepsOf(inner, depth + 1);
  return stepsOf(own(value, 'text') ?? own(value, 'name') ?? own(value, 'description'), depth + 1);
}

function withoutNumber(step: string): string {
  return step.replace(/^(?:step\s+)?\d{1,2}\s*[.):]\s+(?=\S)/i, '');
}

/** Words of a field that may be a list or one text with commas. */
function wordsOf(value: unknown): string[] {
  const words = textsOf(value)
    .flatMap((text) => plainLine(text).split(/[,;]/))
    .map((word) => word.trim().slice(0, LONGEST.word))
    .filter((word) => word !== '');
  return [...new Set(words)].slice(0, MOST.words);
}

function addressOf(value: unknown): string | null {
  const [first] = textsOf(isNode(value) ? (own(value, 'url') ?? own(value, 'contentUrl') ?? own(value, '@id')) : value);
  return first !== undefined && /^https?:\/\/\S+$/i.test(first) && first.length <= LONGEST.address ? first : null;
}

function nameOf(value: unknown): string {
  return (isNode(value) ? textOf(own(value, 'name')) : '').slice(0, LONGEST.name) || '(no name)';
}

function textOf(value: unknown): string {
  return plainLine(textsOf(value)[0] ?? '');
}

/** Every text in a value that may be text, number, list, or an object that wraps one. */
function textsOf(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' && Number.isFinite(value)) return [String(value)];
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((one: unknown) => textsOf(one, depth + 1));
  if (!isNode(value)) return [];
  const inner = ['@value', 'value', 'name', 'text', 'url', '@id']
    .map((key) => own(value, key))
    .find((one) => one !== undefined);
  return textsOf(inner, depth + 1);
}

function typesOf(node: Node): string[] {
  return textsOf(own(node, '@type')).map((type) => type.replace(/^.*[/:#]/, ''));
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Only what the document itself says: never what an object inherits. */
function own(node: Node, key: string): unknown {
  return Object.hasOwn(node, key) ? node[key] : undefined;
}
