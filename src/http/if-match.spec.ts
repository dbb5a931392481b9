import { describe, expect, it } from '@jest/globals';
import { etagOfResource, Precondition } from './if-match.js';

const soup = { name: 'soup', version: 1 };
const tag = etagOfResource(soup);
const holds = (header: string | undefined) => {
  Precondition.of(header).demand(soup);
  return true;
};

describe('If-Match', () => {
  it('is met by the current tag, alone or in a list, by "*" and by silence', () => {
    for (const header of [tag, ` ${tag} `, `"a,b", ${tag}`, `${tag},"x"`, '*', undefined]) {
      expect(holds(header)).toBe(true);
    }
  });

  it('is not met by another tag, a weak one or none at all', () => {
    for (const header of ['"x"', `W/${tag}`, `"x", W/${tag}`, '""', '']) {
      expect(() => holds(header)).toThrow('Changed meanwhile');
    }
    expect(() => Precondition.of(tag).demand({ ...soup, version: 2 })).toThrow('Changed meanwhile');
  });

  it('is refused when it cannot be read', () => {
    for (const header of ['x', tag.slice(1), `${tag} ${tag}`, '"a" "b"', `*, ${tag}`, 'w/"x"']) {
      expect(() => Precondition.of(header)).toThrow('If-Match must be');
    }
  });

  it('names a state by the bytes of its representation', () => {
    expect(tag).toMatch(/^"[A-Za-z0-9_-]{22}"$/);
    expect(etagOfResource({ name: 'soup', version: 1 })).toBe(tag);
    expect(etagOfResource({ version: 1, name: 'soup' })).not.toBe(tag);
  });
});
