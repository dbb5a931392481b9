import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { announcementIn, messageOf } from './heard-announcement.js';

const names = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 5 });
const announcements = fc.record({ fences: names, keys: names, heads: names, soft: fc.boolean() });

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
});
