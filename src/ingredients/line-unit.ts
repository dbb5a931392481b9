import { foodWords } from './food-words.js';
import { isModifier } from './modifiers.js';
import { unitOf } from './units.js';

const SIZE =
  /^(?:\p{L}+-sized|small|medium|large|big|heaped|heaping|overfilled|level|rounded|good|generous|scant|thin|thick|fat|full|whole|long|short|tiny|decent)(?:[- ]sized)?\s+/iu;

/** The unit in front of a name. A unit with nothing behind it is the food itself: "8 cloves". */
export function unitFrom(text: string): { unit: string | null; words: string } {
  const sized = text.replace(SIZE, '');
  for (const candidate of [text, sized]) {
    const [head, unit] = leadingUnit(candidate);
    const words = candidate.slice(head.length).replace(/^[\s.,]*(?:(?:in )?total\b)?\s*(?:of\b)?\s*/i, '');
    const isNamed = words.replace(/\([^)]*\)?/g, '').trim() !== '' || /\bof \(/.test(candidate);
    if (unit !== undefined && isNamed && !words.startsWith(',')) return { unit, words };
  }
  return { unit: null, words: text.replace(/^of\s+/i, '') };
}

function leadingUnit(text: string): [head: string, unit: string | undefined] {
  const [, two] = /^((?:fl\w*|us|uk|imperial|metric)\.? \w+\.?)(?:\s|$)/i.exec(text) ?? [];
  const [, one = ''] = /^([^\s,(]+)/.exec(text) ?? [];
  for (const head of [two, one]) {
    const unit = head === undefined ? undefined : unitOf(head);
    if (head !== undefined && unit) return [head, unit.id];
  }
  return ['', undefined];
}

/** "3 garlic cloves, minced": the unit behind the name. */
export function trailingUnit(name: string): string | null {
  const words = name.split(' ');
  for (const word of words.slice(1).toReversed()) {
    const unit = word.length > 2 ? unitOf(word) : undefined;
    if (unit?.dimension === 'count') return unit.id;
    if (!foodWords(word).every(isModifier)) return null;
  }
  return null;
}
