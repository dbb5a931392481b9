import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { parseId } from '../http/id.pipe.js';
import { badInput, forbidden, notFound, unauthenticated } from '../http/problem.js';
import type { AuthenticatedRequest, CallerIdentity, OwnerPlace } from './access.js';
import { AccountsService } from './accounts.service.js';
import { bearerOf } from './bearer.js';
import { LastSeen } from './last-seen.js';
import { RouteRules } from './route-rules.js';
import { Tokens } from './tokens.js';

/** Whose data a request says it is about, as it stands there: not checked yet. */
interface NamedOwner {
  readonly place: string;
  readonly value: unknown;
}

/**
 * Stands before every handler and before every cached answer. Refuses in this order: who is not known (401), who may not
 * (403), what names nobody (400, 404).
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly rules: RouteRules,
    private readonly tokens: Tokens,
    private readonly accounts: AccountsService,
    private readonly lastSeen: LastSeen,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { isPublic, isForAdmins, ownerIn } = this.rules.of(context);
    const http = context.switchToHttp();
    const request = http.getRequest<AuthenticatedRequest>();

    const owners = [...ownerOfPath(request), ...ownerOfQuery(request, ownerIn)];
    if (isPublic || (ownerIn?.optional === true && owners.length === 0)) return true;

    const caller = await this.#authenticate(request);
    request.caller = caller;
    this.lastSeen.noteAfter(http.getResponse<FastifyReply>(), caller.userId);

    if (isForAdmins && caller.role !== 'admin') throw forbidden();
    for (const owner of owners) await this.#mustBeOpenTo(caller, owner);
    return true;
  }

  /** The account is asked for on every request: who was deleted is out at once, and a changed role counts at once. */
  async #authenticate(request: AuthenticatedRequest): Promise<CallerIdentity> {
    const token = bearerOf(request);
    const userId = token === undefined ? undefined : this.tokens.userOf(token);
    const account = userId === undefined ? null : await this.accounts.of(userId);
    if (!account) throw unauthenticated();

    return { userId: account.id, role: account.role };
  }

  async #mustBeOpenTo(caller: CallerIdentity, { place, value }: NamedOwner): Promise<void> {
    const ownerId = parseId(value);
    if (ownerId === undefined) throw badInput(`${place} must be a positive integer`);
    if (ownerId === caller.userId) return;

    if (caller.role !== 'admin') throw forbidden();
    if (!(await this.accounts.of(ownerId))) throw notFound(`User ${ownerId}`);
  }
}

function ownerOfPath({ params }: AuthenticatedRequest): NamedOwner[] {
  return isRecord(params) && 'userId' in params ? [{ place: 'userId', value: params.userId }] : [];
}

function ownerOfQuery({ query }: AuthenticatedRequest, ownerIn: OwnerPlace | undefined) {
  if (ownerIn === undefined) return [];
  const value = isRecord(query) ? query[ownerIn.query] : undefined;
  return value === undefined && ownerIn.optional === true ? [] : [{ place: ownerIn.query, value }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
