import { describe, expect, it } from '@jest/globals';
import { ErrorReply } from '@redis/client';
import fc from 'fast-check';
import { Garbled, Replies, type Reply, type Said } from './replies.js';

const MOST_BYTES = 2000;

/** Hears all that is said in these pieces, each of which is overwritten once it was taken; `bytesFirst` of each list are bytes. */
function heardIn(pieces: readonly Buffer[], bytesFirst = 0): Reply[] {
  const heard: Reply[] = [];
  const replies = new Replies({ bytesFirst: () => bytesFirst, hear: (reply) => heard.push(reply) }, MOST_BYTES);
  for (const piece of pieces) {
    const lent = Buffer.from(piece);
    replies.take(lent);
    lent.fill('?');
  }
  return heard;
}

const said = (text: string, bytesFirst?: number) => heardIn([Buffer.from(text)], bytesFirst);
const cutAt = (bytes: Buffer, places: readonly number[]) => {
  const cuts = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
};

describe('what a server says', () => {
  it('is a word, a number, a text, nothing, a refusal, or a list of such', () => {
    expect(said('+OK\r\n:-2\r\n$4\r\njar\n\r\n$-1\r\n$0\r\n\r\n*0\r\n')).toEqual(['OK', -2, 'jar\n', null, '', []]);
    expect(said('*3\r\n$3\r\njar\r\n$-1\r\n:7\r\n')).toEqual([['jar', null, 7]]);
    expect(said('-LOADING the data\r\n')).toEqual([new ErrorReply('LOADING the data')]);
  });

  it('is bytes where they were asked for as such, and text behind them', () => {
    const list = '*4\r\n$2\r\nab\r\n$-1\r\n$2\r\ncd\r\n$2\r\nef\r\n';
    expect(said(list, 3)).toEqual([[Buffer.from('ab'), null, Buffer.from('cd'), 'ef']]);
    expect(said('$2\r\nab\r\n', 3)).toEqual(['ab']);
  });

  it('is the same in whatever pieces it comes, and stays so when the room of a piece is used again', () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    const items = fc.array(fc.option(bytes), { minLength: 1, maxLength: 6 });
    const cuts = fc.array(fc.nat(), { maxLength: 12 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(items, fc.nat()), { maxLength: 4 }),
        fc.nat(7),
        cuts,
        (lists, bytesFirst, places) => {
          const told = lists.flatMap(([list, number]) => [
            Buffer.from(`*${list.length}\r\n`),
            ...list.map(written),
            number,
          ]);
          const whole = Buffer.concat(
            told.map((part) => (typeof part === 'number' ? Buffer.from(`:${part}\r\n`) : part)),
          );
          const meant = lists.flatMap(([list, number]) => [
            list.map((item, at) => asSaid(item, at < bytesFirst)),
            number,
          ]);
          expect(heardIn(cutAt(whole, places), bytesFirst)).toEqual(meant);
        },
      ),
    );
  });

  it('of more bytes than an entry can have is let past, as bytes that are none or as nothing', () => {
    const long = 'x'.repeat(MOST_BYTES + 1);
    const list = Buffer.from(`*3\r\n$${long.length}\r\n${long}\r\n$${long.length}\r\n${long}\r\n$3\r\njar\r\n:1\r\n`);
    for (const places of [[], [50], [300, 301, 2500]]) {
      expect(heardIn(cutAt(list, places), 1)).toEqual([[Buffer.alloc(0), null, 'jar'], 1]);
    }
  });

  it('of just as many bytes as an entry can have is kept', () => {
    const longest = 'x'.repeat(MOST_BYTES);
    const text = Buffer.from(`$${longest.length}\r\n${longest}\r\n`);
    for (const places of [[], [50]]) expect(heardIn(cutAt(text, places))).toEqual([longest]);
  });

  it('in a long line that comes in two pieces is heard whole, as is a number of many digits', () => {
    const words = 'x'.repeat(4095);
    expect(heardIn([Buffer.from(`+${words}`), Buffer.from('\r\n')])).toEqual([words]);
    expect(said(':123456789012345\r\n')).toEqual([123_456_789_012_345]);
  });

  it('takes up no memory for a length that is only claimed', () => {
    expect(said('*1\r\n$999999999999\r\nab', 1)).toEqual([]);
  });
});

describe('what no server says', () => {
  it.each([
    ['a kind that there is not', '%1\r\n'],
    ['a number of letters', ':seven\r\n'],
    ['a number that is no whole one', ':1.5\r\n'],
    ['a number without digits', ':-\r\n'],
    ['a number too long to be one', ':1234567890123456\r\n'],
    ['a length of letters', '$x\r\n'],
    ['a text longer than it was said to be', '$3\r\njars\r\n'],
    ['a text with half an end', '$3\r\njar\r.'],
    ['a text with the other half of an end', '$3\r\njar.\n'],
    ['a line with another end', '+OK\r.+OK\r\n'],
    ['a list in a list', '*1\r\n*1\r\n:1\r\n'],
    ['a list of less than nothing', '*-2\r\n'],
    ['a line without an end', `+${'x'.repeat(5000)}`],
  ])('is %s, and whoever looks after the line is told so', (_, text) => {
    const taken = () => said(text);
    expect(taken).toThrow(Garbled);
    expect(taken).toThrow(/\w/);
  });

  it('is noticed in pieces as well', () => {
    const text = Buffer.from('*1\r\n$3\r\njars\r\n');
    expect(() => heardIn(cutAt(text, [10, 12]))).toThrow(Garbled);
  });
});

function written(item: Buffer | null): Buffer {
  if (item === null) return Buffer.from('$-1\r\n');
  return Buffer.concat([Buffer.from(`$${item.length}\r\n`), item, Buffer.from('\r\n')]);
}

function asSaid(item: Buffer | null, asBytes: boolean): Said {
  return asBytes ? item : (item?.toString('latin1') ?? null);
}
