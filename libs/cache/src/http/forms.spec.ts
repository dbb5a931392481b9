import { randomBytes } from 'node:crypto';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { answerOf, type Answer } from './answer.js';
import { plainTagOf } from './etag.js';
import { Forms } from './forms.js';

const text = 'soup with dumplings '.repeat(200);
const soup = (body = Buffer.from(text), more: Partial<Answer> = {}): Answer => ({
  ...answerOf(body, { contentType: 'application/json', lastModified: 1000, goodUntil: undefined, madeAt: 2000 }),
  ...more,
});
const someForms = (maxBytes = 1_000_000) =>
  new Forms({ fromBytes: 1000, maxBytes }, (error) => {
    throw error;
  });
const asks = (acceptEncoding?: string, headers = {}) => ({
  method: 'GET',
  headers: { 'accept-encoding': acceptEncoding, ...headers },
});

/** What is sent once everything that was asked for is there. */
async function sent(forms: Forms, answer: Answer, acceptEncoding: string) {
  forms.formFor(asks(acceptEncoding), answer);
  await forms.settled();
  return forms.formFor(asks(acceptEncoding), answer);
}

describe('the forms of an answer', () => {
  it.each([
    ['br', 'gzip, br', brotliDecompressSync],
    ['gzip', 'br;q=0, gzip', gunzipSync],
  ] as const)('are %s for who sends Accept-Encoding: %s', async (coding, acceptEncoding, inflate) => {
    const form = await sent(someForms(), soup(), acceptEncoding);
    expect(inflate(form.body).toString()).toBe(text);
    expect(form.headers).toEqual([['content-encoding', coding]]);
    expect(form.etag).toBe(`${soup().etag.slice(0, -1)}.${coding}"`);
    expect(plainTagOf(form.etag)).toBe(soup().etag);
  });

  it('are the plain bytes until one is made, which happens once for the same bytes', async () => {
    const forms = someForms();
    expect(forms.formFor(asks('br'), soup())).toEqual(soup());
    await forms.settled();
    const again = soup(Buffer.from(text), { madeAt: 9000, lastModified: 8000 });
    expect(forms.formFor(asks('br'), again)).toMatchObject({ madeAt: 9000, lastModified: 8000 });
    expect(forms.formFor(asks('br'), again).body.length).toBeLessThan(text.length / 4);
  });

  it.each([
    ['nobody asked for', soup(), undefined],
    ['everything compressed is refused', soup(), 'br;q=0, gzip;q=0'],
    ['it is short', soup(Buffer.from('soup')), 'br'],
    ['it is a picture', soup(undefined, { contentType: 'image/webp' }), 'br'],
    ['its handler compressed it', soup(undefined, { headers: [['content-encoding', 'zstd']] }), 'br'],
    ['it is larger than all room', soup(Buffer.alloc(600_000)), 'br'],
  ])('are the plain bytes where %s', async (_, answer, acceptEncoding) => {
    const forms = someForms();
    forms.formFor(asks(acceptEncoding), answer);
    await forms.settled();
    expect(forms.formFor(asks(acceptEncoding), answer)).toBe(answer);
  });

  it('are the plain bytes where compressing saves too little', async () => {
    const answer = soup(randomBytes(4000));
    expect(await sent(someForms(), answer, 'gzip')).toBe(answer);
  });

  it('are known by the tag of any form that is accepted, wherever it was made', () => {
    const { etag } = soup();
    const br = `${etag.slice(0, -1)}.br"`;
    const known = (acceptEncoding: string, tag: string) =>
      someForms().formFor(asks(acceptEncoding, { 'if-none-match': tag }), soup()).etag;
    expect(known('br', br)).toBe(br);
    expect(known('gzip, br', `"other", W/${br}`)).toBe(br);
    expect(known('br', etag)).toBe(etag);
    expect(known('gzip', br)).toBe(etag);
  });

  it('stay within their room', async () => {
    const forms = someForms(20_000);
    for (let at = 0; at < 20; at += 1) await sent(forms, soup(Buffer.from(`${at} ${text}`)), 'br');
    const plain = Array.from({ length: 20 }, (__, at) => soup(Buffer.from(`${at} ${text}`))).filter(
      (answer) => forms.formFor(asks('br'), answer).body === answer.body,
    );
    expect(plain.length).toBeGreaterThanOrEqual(15);
  });
});
