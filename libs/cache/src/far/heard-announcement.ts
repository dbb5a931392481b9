import type { Announcement } from './far.tier.js';

/** What a message on the line says, and who says it; undefined for one of another kind. */
export function announcementIn(message: string): (Announcement & { from: unknown }) | undefined {
  try {
    const parsed: unknown = JSON.parse(message);
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const { from, fences, keys, soft } = parsed as Record<string, unknown>;
    return isTexts(fences) && isTexts(keys) ? { from, fences, keys, soft: soft === true } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
