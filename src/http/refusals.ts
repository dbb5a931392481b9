import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from './problem.js';

/** Is asked about each problem before it is told, whatever found it, and gives what is told: that one, or another in its place. */
export type RefusalCount = (problem: Problem, request: FastifyRequest, reply: FastifyReply) => Problem;

declare module 'fastify' {
  interface FastifyInstance {
    countRefusal?: RefusalCount;
  }
}

/** Who counts requests is in a room above this one, and much is refused here before it gets that far. */
export function countRefusals(instance: FastifyInstance, count: RefusalCount): void {
  instance.decorate('countRefusal', count);
}

/** The problem that is told for this one. */
export function counted(problem: Problem, request: FastifyRequest, reply: FastifyReply): Problem {
  return request.server.countRefusal?.(problem, request, reply) ?? problem;
}
