import { isIPv6 } from 'node:net';

/** Groups of an IPv6 address, and how many of them name a network of 64 bits, the least that anybody is given (RFC 6177). */
const [GROUPS, OF_NETWORK] = [8, 4];
/** An IPv4 address in the words of a socket that speaks both. */
const IPV4_INSIDE = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** What one caller's addresses have in common: of IPv4 the whole, of IPv6 the network. What is no address is itself. */
export function networkOf(address: string): string {
  const plain = address.replace(IPV4_INSIDE, '');
  if (!isIPv6(plain)) return plain;
  const [head = [], tail = []] = plain.split('::').map((part) => part.split(':').filter((group) => group !== ''));
  const groups = [...head, ...Array.from({ length: GROUPS - head.length - tail.length }, () => '0'), ...tail];
  const network = groups.slice(0, OF_NETWORK).map((group) => Number.parseInt(group, 16).toString(16));
  return `${network.join(':')}::/64`;
}
