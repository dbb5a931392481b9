import type { FarPage } from './far.tier.js';

const FENCE = 'fence:';
const KEY_FENCE = `${FENCE}k:`;
/** What is neither an entry nor the fence of one. */
const OTHERS = /^(?:fence|lease|~left):/;

/** For Redis: the names that have the prefix and then these texts, in this order. No sign in them is a pattern of its own. */
export function patternOf(prefix: string, texts: readonly string[]): string {
  return `${[prefix, ...texts].map(escaped).join('*')}*`;
}

/** The same, for stores that know no patterns. */
export function hasTexts(name: string, texts: readonly string[]): boolean {
  let from = 0;
  return texts.every((text) => {
    const at = name.indexOf(text, from);
    from = at + text.length;
    return at >= 0;
  });
}

/** What of these names, without their prefix, are entries, and what are the fences of keys. */
export function pageOf(names: readonly string[]): FarPage {
  return {
    keys: names.filter((name) => !OTHERS.test(name)),
    fences: names.filter((name) => name.startsWith(KEY_FENCE)).map((name) => name.slice(FENCE.length)),
  };
}

function escaped(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&');
}
