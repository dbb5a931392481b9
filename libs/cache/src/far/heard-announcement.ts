import { crc32 } from 'node:zlib';
import type { Announcement } from './far.tier.js';

const SUM_TAIL = `,"sum":"00000000"}`.length;

/** What is said on the line: a document that ends in a checksum, as one with a wrong name in it would go unnoticed. */
export function messageOf(from: string, announcement: Announcement): string {
  const text = JSON.stringify({ from, ...announcement }).slice(0, -1);
  return `${text}${tailOf(text)}`;
}

/** What a message on the line says, and who says it; undefined for one of another kind, or damaged on its way. */
export function announcementIn(message: string): (Announcement & { from: unknown }) | undefined {
  if (message.slice(-SUM_TAIL) !== tailOf(message.slice(0, -SUM_TAIL))) return undefined;
  try {
    // What has this tail is an object, or no JSON at all.
    const { from, fences, keys, heads = [], soft } = JSON.parse(message) as Record<string, unknown>;
    if (!isTexts(fences) || !isTexts(keys) || !isTexts(heads)) return undefined;
    return { from, fences, keys, heads, soft: soft === true };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function tailOf(text: string): string {
  return `,"sum":"${crc32(text).toString(16).padStart(8, '0')}"}`;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
