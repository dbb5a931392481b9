import { ForbiddenException, Module, UnauthorizedException } from '@nestjs/common';
import { createSecretKey } from 'node:crypto';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { Cache, defineRegion, memoize } from '#cache';
import { injectable } from './decorated.js';

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;

const accountsRegion = defineRegion({ name: 'accounts', version: 1, freshFor: '5m', key: ({ userId }) => [userId] });

/** A token's signature is checked once; its expiry, the account it was issued for, and whose data the path names: on each request. */
export class AccessGuard {
  constructor(jwt, cache) {
    this.jwt = jwt;
    this.cache = cache;
    this.verified = memoize((token) => jwt.verify(token, { algorithms: ['HS256'] }), { max: 10_000 });
  }

  async canActivate(context) {
    const { headers, params } = context.switchToHttp().getRequest();
    const token = BEARER.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) throw new UnauthorizedException();

    const { sub, exp } = this.verified(token);
    if (exp * 1000 <= Date.now()) throw new UnauthorizedException();
    const account = await this.cache.read(accountsRegion, { userId: sub }, async () => ({ id: sub, role: 'user' }));
    if (account.id !== params.userId) throw new ForbiddenException();
    return true;
  }

  tokenOf(userId) {
    return this.jwt.sign({ sub: userId }, { expiresIn: '1h' });
  }
}
injectable(AccessGuard, JwtService, Cache);

export function accessModule() {
  class AccessModule {}
  Module({
    imports: [JwtModule.register({ secret: createSecretKey('a secret that only this benchmark knows', 'utf8') })],
    providers: [AccessGuard],
    exports: [AccessGuard, JwtModule],
  })(AccessModule);
  return AccessModule;
}
