import { describe, expect, it } from '@jest/globals';
import { isNotModified, verdictOn, type ConditionalHeaders } from './conditional.js';
import { entityTagsIn, etagOf } from './etag.js';
import { httpDate } from './http-date.js';

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

describe('the conditions of a request', () => {
  const SINCE = 'Sun, 06 Nov 1994 08:49:37 GMT';
  const EARLIER = 'Sun, 06 Nov 1994 08:49:36 GMT';
  const verdicts: [method: string, headers: ConditionalHeaders, verdict: string][] = [
    ['GET', {}, 'met'],
    ['GET', { 'if-match': '"egg"' }, 'met'],
    ['GET', { 'if-match': '"ham", "egg"' }, 'met'],
    ['GET', { 'if-match': '*' }, 'met'],
    ['GET', { 'if-match': '"ham"' }, 'failed'],
    ['GET', { 'if-match': 'W/"egg"' }, 'failed'],
    ['GET', { 'if-match': 'rubbish' }, 'failed'],
    ['PUT', { 'if-match': '"ham"' }, 'failed'],
    ['GET', { 'if-unmodified-since': SINCE }, 'met'],
    ['GET', { 'if-unmodified-since': EARLIER }, 'failed'],
    ['PUT', { 'if-unmodified-since': EARLIER }, 'failed'],
    ['PUT', { 'if-unmodified-since': 'yesterday' }, 'met'],
    ['PUT', { 'if-match': '"egg"', 'if-unmodified-since': EARLIER }, 'met'],
    ['PUT', { 'if-match': '"ham"', 'if-unmodified-since': SINCE }, 'failed'],
    ['GET', { 'if-match': '"ham"', 'if-none-match': '"egg"' }, 'failed'],
    ['GET', { 'if-match': '"egg"', 'if-none-match': '"egg"' }, 'known'],
    ['HEAD', { 'if-none-match': 'W/"egg"' }, 'known'],
    ['PUT', { 'if-none-match': 'W/"egg"' }, 'failed'],
    ['DELETE', { 'if-none-match': '*' }, 'failed'],
    ['PUT', { 'if-none-match': '"ham"' }, 'met'],
    ['HEAD', { 'if-modified-since': SINCE }, 'known'],
    ['PUT', { 'if-modified-since': SINCE }, 'met'],
    ['GET', { 'if-unmodified-since': SINCE, 'if-modified-since': SINCE }, 'known'],
  ];

  it.each(verdicts)('%s with %j are %s', (method, headers, verdict) => {
    expect(verdictOn(method, headers, { etag: '"egg"', lastModified })).toBe(verdict);
  });

  it('that name a date say nothing where nobody knows since when it is so', () => {
    const current = { etag: '"egg"', lastModified: undefined };
    expect(verdictOn('PUT', { 'if-unmodified-since': EARLIER }, current)).toBe('met');
    expect(verdictOn('GET', { 'if-modified-since': SINCE }, current)).toBe('met');
  });

  it('never match a weak tag of ours strongly, and do so weakly', () => {
    const current = { etag: 'W/"egg"', lastModified: undefined };
    for (const tag of ['"egg"', 'W/"egg"']) {
      expect(verdictOn('GET', { 'if-match': tag }, current)).toBe('failed');
      expect(verdictOn('GET', { 'if-none-match': tag }, current)).toBe('known');
    }
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
