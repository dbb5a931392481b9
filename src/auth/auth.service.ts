import { Injectable } from '@nestjs/common';
import { Cache, Clock } from '#cache';
import { conflict, notFound, unauthenticated } from '../http/problem.js';
import { AccountsService } from './accounts.service.js';
import { userTag } from './auth.cache.js';
import type { Login, RegisteredView, Registration, TokenView, UserView } from './auth.dto.js';
import { Passwords } from './passwords.js';
import { Tokens } from './tokens.js';
import { UsersRepository } from './users.repository.js';

/** How people come in: by registering and by logging in. */
@Injectable()
export class AuthService {
  constructor(
    private readonly users: UsersRepository,
    private readonly accounts: AccountsService,
    private readonly passwords: Passwords,
    private readonly tokens: Tokens,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  async register({ email, password, name }: Registration): Promise<RegisteredView> {
    const passwordHash = await this.passwords.hash(password);
    const user = await this.users.add({ email, name, passwordHash, at: new Date(this.clock.now()) });
    if (!user) throw conflict('email-taken', 'There is an account with this address already');

    await this.cache.invalidate(userTag(user.id));
    this.accounts.expect(user.id);
    const { accessToken, expiresIn } = this.tokens.issueFor(user.id);
    return { user, accessToken, expiresIn };
  }

  /** The same answer, after the same work, for an unknown address and a wrong password. */
  async login({ email, password }: Login): Promise<TokenView> {
    const held = await this.users.credentialsOf(email);
    const matches = await this.passwords.match(held?.passwordHash, password);
    if (!held || !matches) throw unauthenticated();

    this.accounts.expect(held.id);
    return this.tokens.issueFor(held.id);
  }

  async me(userId: number): Promise<UserView> {
    const user = await this.users.find(userId);
    if (!user) throw notFound(`User ${userId}`);
    return user;
  }
}
