import { describe, expect, it } from '@jest/globals';
import { httpDate, isNotModified, type ConditionalHeaders } from './conditional.js';
import { entityTagsIn, etagOf } from './etag.js';

const lastModified = Date.parse('1994-11-06T08:49:37.500Z');
const notModified = (headers: ConditionalHeaders, known: number | undefined = lastModified) =>
  isNotModified(headers, { etag: '"egg"', lastModified: known });

describe('a client with a copy', () => {
  it.each([
    '"egg"',
    'W/"egg"',
    '"ham", "egg"',
    '"ham","egg"',
    '"ham" ,\t"egg"',
    '"ham,with,commas", W/"egg"',
    '*',
    ' * ',
    '"ham",, "egg"',
    ', "egg",',
  ])('that says If-None-Match: %s has the current one', (ifNoneMatch) => {
    expect(notModified({ 'if-none-match': ifNoneMatch })).toBe(true);
  });

  it.each([
    '',
    '"ham"',
    'egg',
    "'egg'",
    '"egg',
    'w/"egg"',
    '"ham" "egg"',
    'W/ "egg"',
    '"EGG"',
    '"", "eg\\"g"',
    '"*"',
    '*, "ham"',
  ])('that says If-None-Match: %s gets the answer', (ifNoneMatch) => {
    expect(notModified({ 'if-none-match': ifNoneMatch })).toBe(false);
  });

  it.each([
    ['Sun, 06 Nov 1994 08:49:37 GMT', true],
    ['Sunday, 06-Nov-94 08:49:37 GMT', true],
    ['Sun Nov  6 08:49:37 1994', true],
    ['Sun, 06 Nov 1994 08:49:38 GMT', true],
    ['Sun, 06 Nov 1994 08:49:36 GMT', false],
    ['1994-11-06T08:49:37Z', false],
    ['Sun, 06 Nov 1994 08:49:37 CET', false],
    ['Sun, 06 Nov 1994 08:49:37 +0000', false],
    ['Sun, 06 Nox 1994 08:49:37 GMT', false],
    ['Sun, 32 Nov 1994 08:49:37 GMT', false],
    ['784111777', false],
    ['', false],
  ])('from %s has the current one: %p', (since, current) => {
    expect(notModified({ 'if-modified-since': since })).toBe(current);
  });

  it('is judged by its tags alone where it has some, however its date may be', () => {
    const since = { 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' };
    expect(notModified({ ...since, 'if-none-match': '"ham"' })).toBe(false);
    expect(notModified({ ...since, 'if-none-match': 'rubbish' })).toBe(false);
  });

  it('gets the answer when nobody knows since when it is so', () => {
    expect(
      isNotModified(
        { 'if-modified-since': 'Sun, 06 Nov 1994 08:49:37 GMT' },
        { etag: '"egg"', lastModified: undefined },
      ),
    ).toBe(false);
    expect(notModified({})).toBe(false);
  });
});

describe('a date', () => {
  it('reads the same in its three forms', () => {
    const instants = [
      'Sun, 06 Nov 1994 08:49:37 GMT',
      'Sunday, 06-Nov-94 08:49:37 GMT',
      'Sun Nov  6 08:49:37 1994',
    ].map(httpDate);
    expect(instants).toEqual(Array(3).fill(Date.parse('1994-11-06T08:49:37Z')));
  });

  it.each(['Thu, 31 Feb 1994 08:49:37 GMT', 'Sun, 06 Nov 1994 24:49:37 GMT', 'Sun, 06 Nov 1994 08:60:37 GMT'])(
    'that no calendar has, %s, is none',
    (text) => {
      expect(httpDate(text)).toBeUndefined();
    },
  );
});

describe('an entity tag', () => {
  it('is the same for the same bytes, and another for others', () => {
    expect(etagOf('{"items":[]}')).toBe(etagOf(Buffer.from('{"items":[]}')));
    expect(etagOf('{"items":[] }')).not.toBe(etagOf('{"items":[]}'));
    expect(etagOf('')).toMatch(/^"[A-Za-z0-9_-]{22}"$/);
  });

  it('is read with its strength, in any list', () => {
    expect(entityTagsIn('"a", W/"b"')).toEqual([
      { weak: false, tag: '"a"' },
      { weak: true, tag: '"b"' },
    ]);
  });

  it('list of a thousand is read in no time that grows with its square', () => {
    expect(entityTagsIn(Array(1000).fill('"x"').join(', '))).toHaveLength(1000);
    expect(entityTagsIn(`${' '.repeat(10_000)}x`)).toBeUndefined();
  });
});
