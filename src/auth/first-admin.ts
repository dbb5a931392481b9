import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Cache, Clock } from '#cache';
import { Config } from '../config/config.js';
import { userTag } from './auth.cache.js';
import { Passwords } from './passwords.js';
import { UsersRepository } from './users.repository.js';

/** Sees at start that `ADMIN_EMAIL` is an admin with `ADMIN_PASSWORD`; instances that start together do it once. */
@Injectable()
export class FirstAdmin implements OnApplicationBootstrap {
  readonly #logger = new Logger(FirstAdmin.name);

  constructor(
    private readonly config: Config,
    private readonly users: UsersRepository,
    private readonly passwords: Passwords,
    private readonly cache: Cache,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { ADMIN_EMAIL, ADMIN_PASSWORD } = this.config;
    if (ADMIN_EMAIL === undefined || ADMIN_PASSWORD === undefined) return;

    const email = ADMIN_EMAIL.trim().toLowerCase();
    if (!(await this.users.credentialsOf(email))) await this.#create(email, ADMIN_PASSWORD);
    await this.#bringUpToDate(email, ADMIN_PASSWORD);
  }

  async #create(email: string, password: string): Promise<void> {
    const passwordHash = await this.passwords.hash(password);
    await this.users.add({ email, name: 'Admin', passwordHash, at: new Date(this.clock.now()) });
  }

  /** The password first: whoever held the address before must not be an admin by the old one. */
  async #bringUpToDate(email: string, password: string): Promise<void> {
    const held = await this.users.credentialsOf(email);
    if (!held) return;

    if (!(await this.passwords.match(held.passwordHash, password))) {
      await this.users.replaceHash(held.id, held.passwordHash, await this.passwords.hash(password));
    }
    if (await this.users.promote(held.id)) {
      await this.cache.invalidate(userTag(held.id));
      this.#logger.log({ userId: held.id }, 'admin made from ADMIN_EMAIL');
    }
  }
}
