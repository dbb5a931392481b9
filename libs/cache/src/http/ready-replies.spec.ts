import { describe, expect, it } from '@jest/globals';
import type { AnswerPolicy } from './answer-headers.js';
import { answerOf } from './answer.js';
import { cacheStatusOf } from './cache-status.js';
import { ReadyReplies } from './ready-replies.js';
import { replyTo } from './reply.js';

const policy: AnswerPolicy = {
  scope: 'public',
  maxAgeMs: 600_000,
  staleWhileRevalidateMs: 60_000,
  staleIfErrorMs: 0,
  expires: true,
  groups: ['soups'],
  vary: ['Accept-Language'],
};
const soup = (name = 'soup') => ({
  ...answerOf(Buffer.from(name), {
    contentType: 'text/plain',
    lastModified: Date.parse('2026-06-01T00:00:00Z'),
    goodUntil: undefined,
    madeAt: Date.parse('2026-06-15T12:00:00Z'),
  }),
  headers: [
    ['content-language', 'en'],
    ['content-location', '/soups/1'],
  ] as const,
});
const found = (ageMs: number, from: 'memory' | 'redis' = 'memory') => {
  const served = { value: undefined, from, ageMs, ttlMs: 600_000 - ageMs, stored: true, outdated: false };
  return { served, mode: 'use' as const, by: policy };
};

describe('a ready reply', () => {
  it.each([
    [{}],
    [{ 'if-none-match': '*' }],
    [{ 'if-none-match': soup().etag }],
    [{ 'if-none-match': `"other", W/${soup().etag}` }],
    [{ 'if-none-match': '"other"' }],
    [{ 'if-match': soup().etag }],
    [{ 'if-match': '"other"' }],
    [{ 'if-modified-since': 'Mon, 01 Jun 2026 00:00:00 GMT' }],
    [{ 'if-modified-since': 'Sun, 31 May 2026 00:00:00 GMT' }],
    [{ 'if-unmodified-since': 'Sun, 31 May 2026 00:00:00 GMT' }],
    [{ 'if-modified-since': 'soon' }],
  ])('to %j is what would be made anew, the first time and later', (headers) => {
    const replies = new ReadyReplies('test');
    const answer = soup();
    const asked = { method: 'GET', headers };
    for (const come of [found(0), found(1), found(61_999), found(61_999), found(62_000), found(0, 'redis')]) {
      const anew = replyTo(asked, policy, answer, come.served.ageMs);
      const ready = replies.to(asked, answer, come, () => policy);
      const told = new Map([...(ready?.lasting ?? []), ...(ready?.passing ?? [])]);
      expect([ready?.status, ready?.body]).toEqual([anew?.status, anew?.body]);
      expect(told).toEqual(
        anew ? new Map([...anew.headers, ['cache-status', cacheStatusOf('test', come.served, 'use')]]) : new Map(),
      );
    }
  });

  it('is made once for an answer, and again only after many others', () => {
    const replies = new ReadyReplies('test');
    let asked = 0;
    const reply = (answer: ReturnType<typeof soup>, from: 'memory' | 'redis' = 'memory') =>
      replies.to({ method: 'GET', headers: {} }, answer, found(0, from), () => {
        asked += 1;
        return policy;
      });
    const answer = soup();
    for (let time = 0; time < 3; time += 1) reply(answer);
    expect(asked).toBe(1);
    // Of one that is not held nothing is remembered: nobody is going to ask for that very one.
    for (let time = 0; time < 3; time += 1) reply(soup('fetched'), 'redis');
    expect(asked).toBe(4);
    for (let name = 0; name < 6000; name += 1) reply(soup(`soup ${name}`));
    reply(answer);
    expect(asked).toBe(6005);
  });

  it('is that of the policy by which it is asked for', () => {
    const replies = new ReadyReplies('test');
    const answer = soup();
    const told = (maxAgeMs: number, by: object) => {
      const reply = replies.to({ method: 'GET', headers: {} }, answer, { ...found(0), by }, () => ({
        ...policy,
        maxAgeMs,
      }));
      return new Map(reply?.lasting).get('cache-control');
    };
    const [one, other] = [{}, {}];
    expect([told(1000, one), told(2000, other), told(1000, one)]).toEqual([
      expect.stringContaining('max-age=1,'),
      expect.stringContaining('max-age=2,'),
      expect.stringContaining('max-age=1,'),
    ]);
  });
});
