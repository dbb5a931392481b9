import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { CacheModule } from '#cache';
import { ChangesModule } from '../changes/changes.module.js';
import { Config } from '../config/config.js';
import { AccessGuard } from './access.guard.js';
import { AccountsService } from './accounts.service.js';
import { accountsRegion } from './auth.cache.js';
import { AuthController } from './auth.controller.js';
import { AuthService } from './auth.service.js';
import { FirstAdmin } from './first-admin.js';
import { signingKey } from './jwt-secret.js';
import { LastSeen } from './last-seen.js';
import { RateLimit } from './rate-limit.js';
import { RateLimitGuard } from './rate-limit.guard.js';
import { Passwords } from './passwords.js';
import { PersonalDataRegistry } from './personal-data.js';
import { RouteRules } from './route-rules.js';
import { Tokens } from './tokens.js';
import { UsersRepository } from './users.repository.js';

/** Who people are and what they may; its guard stands before every route of the application. */
@Module({
  imports: [
    ChangesModule,
    CacheModule.forFeature([accountsRegion]),
    JwtModule.registerAsync({
      inject: [Config],
      useFactory: async (config: Config) => ({ secret: await signingKey(config) }),
    }),
  ],
  controllers: [AuthController],
  providers: [
    AccountsService,
    AuthService,
    FirstAdmin,
    LastSeen,
    Passwords,
    PersonalDataRegistry,
    RateLimit,
    RouteRules,
    Tokens,
    UsersRepository,
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: RateLimitGuard },
  ],
  exports: [AccountsService, PersonalDataRegistry, Tokens, UsersRepository],
})
export class AuthModule {}
