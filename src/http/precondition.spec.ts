import { describe, expect, it } from '@jest/globals';
import { etagOfResource, Precondition } from './precondition.js';

const soup = { name: 'soup', version: 1 };
const tag = etagOfResource(soup);
const holds = (header: string | undefined) => {
  Precondition.of({ 'if-match': header }).demand(soup);
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
    expect(() => Precondition.of({ 'if-match': tag }).demand({ ...soup, version: 2 })).toThrow('Changed meanwhile');
  });

  it('is refused when it cannot be read', () => {
    for (const header of ['x', tag.slice(1), `${tag} ${tag}`, '"a" "b"', `*, ${tag}`, 'w/"x"']) {
      expect(() => Precondition.of({ 'if-match': header })).toThrow('If-Match must be');
    }
  });

  it('names a state by the bytes of its representation', () => {
    expect(tag).toMatch(/^"[A-Za-z0-9_-]{22}"$/);
    expect(etagOfResource({ name: 'soup', version: 1 })).toBe(tag);
    expect(etagOfResource({ version: 1, name: 'soup' })).not.toBe(tag);
  });
});

describe('If-None-Match', () => {
  it('is met by what is not there, and not by what is, however weakly it is named', () => {
    const demand = (header: string) => () => Precondition.of({ 'if-none-match': header }).demand(soup);
    for (const header of ['"x"', 'rubbish', '']) expect(demand(header)).not.toThrow();
    for (const header of [tag, `W/${tag}`, `"x", ${tag}`, '*']) expect(demand(header)).toThrow('Changed meanwhile');
  });
});

describe('If-Unmodified-Since', () => {
  const dated = { ...soup, lastUpdated: '2026-06-15T12:00:00.500Z' };
  const demand =
    (since: string, current: object = dated, match?: string) =>
    () =>
      Precondition.of({ 'if-unmodified-since': since, 'if-match': match }).demand(current);
  const THEN = 'Mon, 15 Jun 2026 12:00:00 GMT';
  const BEFORE = 'Mon, 15 Jun 2026 11:59:59 GMT';

  it('is met by the second of the last change, and not by an earlier one', () => {
    expect(demand(THEN)).not.toThrow();
    expect(demand(BEFORE)).toThrow('Changed meanwhile');
  });

  it('says nothing beside If-Match, without a date, or of what has none', () => {
    expect(demand(BEFORE, dated, etagOfResource(dated))).not.toThrow();
    expect(demand(THEN, dated, '"x"')).toThrow('Changed meanwhile');
    expect(demand('yesterday')).not.toThrow();
    expect(demand(BEFORE, soup)).not.toThrow();
  });
});
