import type { DynamicModule, Type } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { TestClock } from '#cache/testing';
import { AuthModule } from '../src/auth/auth.module.js';
import { LimitsModule } from '../src/auth/limits.module.js';
import { Tokens } from '../src/auth/tokens.js';
import { users } from '../src/auth/users.tables.js';
import { cacheModule } from '../src/config/cache.js';
import { Config } from '../src/config/config.js';
import { ConfigModule } from '../src/config/config.module.js';
import { Database } from '../src/database/database.js';
import { DatabaseModule } from '../src/database/database.module.js';
import { ProblemFilter } from '../src/http/problem.filter.js';
import { validation } from '../src/http/validation.js';
import { embeddedTemplate } from './harness/embedded-template.js';

export interface RoomAppOptions {
  readonly imports?: readonly (Type<unknown> | DynamicModule)[];
  readonly controllers?: readonly Type<unknown>[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly clock?: TestClock;
}

/** One person of a test: the id of the account and the headers that prove it. */
export interface Person {
  readonly id: number;
  readonly headers: { readonly authorization: string };
}

/** Some rooms of the application with a real embedded database, a clock that stands, and the guard before every route. */
export class RoomApp {
  #people = 0;

  private constructor(
    readonly nest: NestFastifyApplication,
    readonly clock: TestClock,
  ) {}

  static async start({ imports = [], controllers = [], settings = {}, clock = new TestClock() }: RoomAppOptions) {
    const testing = await Test.createTestingModule({
      imports: [
        ConfigModule.with(
          Config.from({
            DATA_DIR: 'memory:',
            NODE_ENV: 'test',
            RATE_LIMIT_PER_MINUTE: '1000000',
            EMBEDDED_TEMPLATE: await embeddedTemplate(),
            ...settings,
          }),
        ),
        cacheModule(clock),
        DatabaseModule,
        LimitsModule,
        AuthModule,
        ...imports,
      ],
      controllers: [...controllers],
    }).compile();

    const nest = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    nest.useGlobalFilters(new ProblemFilter());
    nest.useGlobalPipes(validation());
    await nest.init();
    await nest.getHttpAdapter().getInstance().ready();
    return new RoomApp(nest, clock);
  }

  get db() {
    return this.nest.get(Database).db;
  }

  /** A new account with a valid token. */
  async person(role: 'user' | 'admin' = 'user'): Promise<Person> {
    this.#people += 1;
    const [user] = await this.db
      .insert(users)
      .values({
        email: `person-${this.#people}@example.org`,
        name: `Person ${this.#people}`,
        passwordHash: '-',
        role,
        createdAt: new Date(this.clock.now()),
      })
      .returning({ id: users.id });
    if (!user) throw new Error('the account was not inserted');
    return { id: user.id, headers: { authorization: `Bearer ${this.tokenFor(user.id)}` } };
  }

  tokenFor(userId: number): string {
    return this.nest.get(Tokens).issueFor(userId).accessToken;
  }

  inject(request: Parameters<NestFastifyApplication['inject']>[0] & object) {
    return this.nest.inject(request);
  }

  close(): Promise<void> {
    return this.nest.close();
  }
}
