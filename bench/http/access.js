import { ForbiddenException, Module, UnauthorizedException } from '@nestjs/common';
import { createSecretKey } from 'node:crypto';
import { JwtModule, JwtService } from '@nestjs/jwt';
import { Cache, defineRegion } from '#cache';
import { injectable } from './decorated.js';

const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;

const accountsRegion = defineRegion({ name: 'accounts', version: 1, freshFor: '5m', key: ({ userId }) => [userId] });

/** The token's signature and expiry, the account it was issued for, and whose data the path names: asked anew for each request. */
export class AccessGuard {
  constructor(jwt, cache) {
    this.jwt = jwt;
    this.cache = cache;
  }

  async canActivate(context) {
    const { headers, params } = context.switchToHttp().getRequest();
    const token = BEARER.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) throw new UnauthorizedException();

    const { sub } = this.jwt.verify(token, { algorithms: ['HS256'] });
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
