import type { FastifyReply } from 'fastify';

/** Tells by `Last-Modified` when the data behind an answer changed last, where its body does not. */
export function tellChangedAt(reply: FastifyReply, at: Date): void {
  void reply.header('last-modified', at.toUTCString());
}

/** The latest of some moments. Throws for none: there is always something that an answer is made of. */
export function latestOf(moments: readonly Date[]): Date {
  if (moments.length === 0) throw new RangeError('no moments to choose from');
  return new Date(moments.reduce((latest, at) => Math.max(latest, at.getTime()), 0));
}
