import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';

/** Who asks, as the token and the account say. */
export interface CallerIdentity {
  readonly userId: number;
  readonly role: 'user' | 'admin';
}

export interface AuthenticatedRequest extends FastifyRequest {
  /** Set by the access guard; absent on public routes called without a token. */
  caller?: CallerIdentity;
}

/** Needs no token; one that is sent changes nothing in the answer. Every other route needs one. */
export const Public = Reflector.createDecorator<boolean | undefined>({ transform: () => true });

/** Is in nobody's limit of requests. */
export const Uncounted = Reflector.createDecorator<boolean | undefined>({ transform: () => true });

/** Only for admins. */
export const AdminOnly = Reflector.createDecorator<boolean | undefined>({ transform: () => true });

/**
 * Where the request names its owner, when that is not the path's `:userId`: `@OwnerIn({ query: 'userId' })`.
 * The owner itself and admins pass, others get 403. With `optional` a request that names no owner is public.
 */
export const OwnerIn = Reflector.createDecorator<OwnerPlace>();

export interface OwnerPlace {
  readonly query: string;
  readonly optional?: boolean;
}

/** The caller, as a handler's parameter; undefined on public routes called without a token. */
export const Caller = createParamDecorator(
  (_: unknown, context: ExecutionContext): CallerIdentity | undefined =>
    context.switchToHttp().getRequest<AuthenticatedRequest>().caller,
);
