import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { announcementIn, messageOf } from './heard-announcement.js';

const names = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 });
const announcements = fc.record({ fences: names, keys: names, heads: names, soft: fc.boolean() });

/** Whoever can publish can add a sum that fits. */
function summed(text: string): string {
  return `${text},"sum":"${crc32(text).toString(16).padStart(8, '0')}"}`;
}

describe('an announcement', () => {
  it('arrives as it was sent', () => {
    fc.assert(
      fc.property(announcements, (announcement) => {
        expect(announcementIn(messageOf('me', announcement))).toEqual({ from: 'me', ...announcement });
      }),
    );
  });

  it('of one who knows no heads of keys has none', () => {
    const announcement = { fences: ['t:pantry:7'], keys: ['pantry:7'] };
    const heard = announcementIn(messageOf('me', announcement));
    expect(heard).toEqual({ from: 'me', ...announcement, heads: [], soft: false });
  });

  it('that says nothing of being past its time is of a change', () => {
    expect(announcementIn(messageOf('me', { fences: ['t:1'], keys: [] }))).toMatchObject({ soft: false });
  });

  it('that was damaged on its way is not taken for another', () => {
    fc.assert(
      fc.property(announcements, fc.nat(), fc.nat(7), (announcement, place, bit) => {
        const bytes = Buffer.from(messageOf('me', announcement));
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        expect(announcementIn(bytes.toString())).toBeUndefined();
      }),
    );
  });

  it.each(['', '{}', 'PONG', '{"from":"me","fences":[],"keys":[]}', '[],"sum":"00000000"}'])(
    'is not seen in %j',
    (message) => {
      expect(announcementIn(message)).toBeUndefined();
    },
  );

  it.each([
    'this is no JSON',
    '{"from":"me"',
    '{"from":"me","fences":[]',
    '{"from":"me","keys":[]',
    '{"from":"me","fences":["t:1"],"keys":"k:1"',
    '{"from":"me","fences":{"0":"t:1"},"keys":[]',
    '{"from":"me","fences":["t:1",7],"keys":[]',
    '{"from":"me","fences":["t:1"],"keys":[null]',
  ])('is not seen in %j either, though its sum fits', (text) => {
    expect(announcementIn(summed(text))).toBeUndefined();
  });

  it('is seen in what differs by more than it must know, as a later version may send it', () => {
    expect(announcementIn(summed('{"from":"me","fences":["t:1"],"keys":[],"soft":"yes","more":1'))).toEqual({
      from: 'me',
      fences: ['t:1'],
      heads: [],
      keys: [],
      soft: false,
    });
  });
});
