import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Config } from '../config/config.js';
import { unauthenticated } from '../http/problem.js';

const THIS_MACHINE = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
/** What a proxy on this machine adds for somebody who is elsewhere. */
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Who may read the metrics: whoever knows the token, or where there is none, this machine. */
@Injectable()
export class MetricsGuard implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { METRICS_TOKEN } = this.config;
    const admits = METRICS_TOKEN === undefined ? isFromHere(request) : knows(METRICS_TOKEN, request);
    if (!admits) throw unauthenticated();
    return true;
  }
}

function isFromHere({ raw, headers }: FastifyRequest): boolean {
  return THIS_MACHINE.has(raw.socket.remoteAddress ?? '') && FORWARDED.every((name) => !(name in headers));
}

/** Compared by hash, so that the time it takes tells nothing. */
function knows(token: string, { headers }: FastifyRequest): boolean {
  return timingSafeEqual(hashOf(headers.authorization ?? ''), hashOf(`Bearer ${token}`));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
