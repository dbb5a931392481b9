import { describe, expect, it } from '@jest/globals';
import type { AnswerPolicy } from './answer-headers.js';
import { answerOf } from './answer.js';
import { isForAll, keptHeaders } from './given.js';
import { replyTo } from './reply.js';

const MADE_AT = Date.parse('2026-06-15T12:00:00.700Z');
const aPolicy = (rest: Partial<AnswerPolicy> = {}): AnswerPolicy => ({
  scope: 'public',
  maxAgeMs: 600_000,
  staleWhileRevalidateMs: 60_000,
  staleIfErrorMs: 3_600_000,
  expires: false,
  groups: [],
  vary: [],
  ...rest,
});
const anAnswer = (rest: object = {}) =>
  answerOf(Buffer.from('{}'), {
    contentType: 'application/json',
    lastModified: undefined,
    goodUntil: undefined,
    madeAt: MADE_AT,
    ...rest,
  });
const told = (policy: AnswerPolicy, answer = anAnswer(), ageMs = 0) =>
  Object.fromEntries(replyTo({ method: 'GET', headers: {} }, policy, answer, ageMs)?.headers ?? []);

describe('an answer', () => {
  it('says how long it may be kept, and how long past its time', () => {
    expect(told(aPolicy())['cache-control']).toBe(
      'public, max-age=600, stale-while-revalidate=60, stale-if-error=3600',
    );
    expect(told(aPolicy({ scope: 'private' }))['cache-control']).toBe('private, max-age=600');
    expect(told(aPolicy({ scope: 'private', maxAgeMs: 0 }))['cache-control']).toBe('private, no-cache');
  });

  it('says that it never changes while it may be kept, where its address names the very bytes', () => {
    const immutable = (rest: Partial<AnswerPolicy> = {}) =>
      told(aPolicy({ immutable: true, ...rest }))['cache-control'];
    expect(immutable()).toBe('public, max-age=600, immutable, stale-while-revalidate=60, stale-if-error=3600');
    expect(immutable({ maxAgeMs: 0 })).toBe('public, no-cache');
    expect(told(aPolicy({ immutable: false }))['cache-control']).not.toContain('immutable');
  });

  it('promises nothing beyond the instant at which it is wrong', () => {
    const until = (ms: number) => told(aPolicy(), anAnswer({ goodUntil: MADE_AT + ms }))['cache-control'];
    expect(until(630_000)).toBe('public, max-age=600, stale-while-revalidate=30, stale-if-error=30');
    expect(until(600_000)).toBe('public, max-age=600');
    expect(until(150_000)).toBe('public, max-age=150');
    expect(until(-1)).toBe('public, no-cache');
  });

  it('expires max-age after its date, however old it is', () => {
    for (const ageMs of [0, 300_000]) {
      const { date, expires, age } = told(aPolicy({ expires: true }), anAnswer(), ageMs);
      expect([date, age]).toEqual(['Mon, 15 Jun 2026 12:00:00 GMT', String(ageMs / 1000)]);
      expect(Date.parse(String(expires)) - Date.parse(String(date))).toBe(600_000);
    }
  });

  it('never changed after it was made', () => {
    const { 'last-modified': changed } = told(aPolicy(), anAnswer({ lastModified: MADE_AT + 9000 }));
    expect(changed).toBe('Mon, 15 Jun 2026 12:00:00 GMT');
  });

  it('lists its groups as strings', () => {
    expect(told(aPolicy({ groups: ['recipes', 'ingredients'] }))['cache-groups']).toBe('"recipes", "ingredients"');
  });

  it('says what its handler said, and where it lies with 304 too', () => {
    const answer = anAnswer({
      headers: [
        ['content-language', 'en'],
        ['content-location', '/a'],
      ],
    });
    expect(told(aPolicy(), answer)).toMatchObject({ 'content-language': 'en', 'content-type': 'application/json' });
    const known = replyTo({ method: 'GET', headers: { 'if-none-match': answer.etag } }, aPolicy(), answer, 0);
    const names = known?.headers.map(([name]) => name);
    expect([known?.status, known?.body]).toEqual([304, undefined]);
    expect(names).toEqual(['cache-control', 'etag', 'age', 'content-location']);
  });

  it('is not what somebody else means by If-Match', () => {
    expect(replyTo({ method: 'GET', headers: { 'if-match': '"other"' } }, aPolicy(), anAnswer(), 0)).toBeUndefined();
  });
});

describe('what a handler gives', () => {
  it.each([
    [200, {}, true],
    [200, { 'content-language': 'en' }, true],
    [200, { 'cache-control': 'max-age=5' }, true],
    [200, { 'cache-control': 'private, No-Store' }, false],
    [200, { 'set-cookie': 'a=b' }, false],
    [200, { vary: 'accept-language' }, false],
    [200, { 'content-range': 'bytes 0-1/2' }, false],
    [200, { 'content-encoding': 'gzip' }, false],
    [206, {}, false],
    [203, {}, false],
    [301, {}, false],
    [404, {}, false],
    [500, {}, false],
  ])('with %i and %j is for all: %p', (status, headers, forAll) => {
    expect(isForAll({ status, headers })).toBe(forAll);
  });

  it('is told again but for what belongs to the moment', () => {
    const said = { 'content-language': 'en', link: ['</a>', '</b>'], 'x-request-id': '1', etag: '"a"' };
    expect(keptHeaders(said)).toEqual([
      ['content-language', 'en'],
      ['link', '</a>, </b>'],
    ]);
  });
});
