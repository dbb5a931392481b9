import type { Link } from './link.js';

/** What becomes of what passes: each hook is given some bytes and hands on what it wants, when it wants. */
export interface Fault {
  /** What is done at once to a connection that is there, or comes, while the fault lasts. */
  readonly begin?: (link: Link) => void;
  readonly request: (bytes: Buffer, link: Link) => void;
  readonly reply: (bytes: Buffer, link: Link) => void;
}

/** The line is gone, and neither end is told. */
export const blackHoled: Partial<Fault> = { request: () => undefined, reply: () => undefined };

/** Every connection is broken off, and new ones at once. */
export const reset: Partial<Fault> = { begin: ({ client }) => client.resetAndDestroy() };

/** Each reply comes so late. */
export function delayed(ms: () => number): Partial<Fault> {
  return { reply: (bytes, link) => link.deliver(bytes, performance.now() + ms()) };
}

/** Replies trickle in at so many bytes a second. */
export function throttled(bytesPerSecond: number): Partial<Fault> {
  const freeAt = new WeakMap<Link, number>();
  return {
    reply: (bytes, link) => {
      let at = Math.max(performance.now(), freeAt.get(link) ?? 0);
      for (const slice of slicesOf(bytes, Math.ceil(bytesPerSecond / 50))) {
        at += (slice.length / bytesPerSecond) * 1000;
        link.deliver(slice, at);
      }
      freeAt.set(link, at);
    },
  };
}

/** Each byte of a reply arrives by itself. */
export const fragmented: Partial<Fault> = {
  reply: (bytes, link) => {
    for (const byte of slicesOf(bytes, 1)) link.deliver(byte);
  },
};

/** The connection breaks after so many bytes of a reply that has more: by a reset or by an orderly end. */
export function brokenAfter(head: number, how: 'reset' | 'end'): Partial<Fault> {
  return {
    reply: (bytes, link) => {
      if (bytes.length <= head) return link.deliver(bytes);
      const { client } = link;
      client.write(bytes.subarray(0, head), () => void (how === 'reset' ? client.resetAndDestroy() : client.end()));
    },
  };
}

/** What comes back is not what was sent. */
export function corrupted(change: (bytes: Buffer) => Buffer): Partial<Fault> {
  return { reply: (bytes, link) => link.deliver(change(bytes)) };
}

function slicesOf(bytes: Buffer, size: number): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}
