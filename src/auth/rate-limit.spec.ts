import { describe, expect, it } from '@jest/globals';
import type { AuthenticatedRequest } from './access.js';
import { trackerOf } from './rate-limit.js';

const from = (ip: string) => trackerOf({ ip } as AuthenticatedRequest);

describe('a caller without a token', () => {
  it('is the same from every address of its own network of 64 bits, and from no other', () => {
    expect(from('2001:db8:1:2::1')).toBe(from('2001:db8:1:2:ffff:ffff:ffff:ffff'));
    expect(from('2001:db8:1:2::1')).not.toBe(from('2001:db8:1:3::1'));
  });

  it('is the same whether the socket speaks IPv4 or IPv6', () => {
    expect(from('::ffff:192.0.2.1')).toBe(from('192.0.2.1'));
    expect(from('::ffff:192.0.2.1')).not.toBe(from('::ffff:192.0.2.2'));
  });

  it('is called by a bounded name, whatever a proxy tells', () => {
    expect(from('x'.repeat(10_000)).length).toBeLessThanOrEqual(64);
  });
});
