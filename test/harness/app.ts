import { once } from 'node:events';
import { Agent, request as open, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TestClock } from '#cache/testing';
import { Tokens } from '../../src/auth/tokens.js';
import { Config } from '../../src/config/config.js';
import { createApp } from '../../src/create-app.js';
import { seededTemplate } from './seeded-template.js';

export interface AppOptions {
  /** Address of a Redis; without one the cache is in memory alone. */
  readonly redis?: string;
  /** Address of a PostgreSQL; without one the database is embedded and in memory. */
  readonly database?: string;
  /** Two instances in one test share one. */
  readonly clock?: TestClock;
  readonly settings?: Readonly<Record<string, string>>;
}

export interface RequestOptions {
  readonly token?: string;
  /** Sent as JSON; a text or bytes as they are. */
  readonly body?: unknown;
  readonly headers?: OutgoingHttpHeaders;
  /** The address it comes from, of 127.0.0.0/8. */
  readonly from?: string;
}

/** One account and the token that proves it. */
export interface Person {
  readonly id: number;
  readonly token: string;
}

/** An answer as it came over the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  /** Its JSON, or its text where it is none, compressed, or a part. */
  // oxlint-disable-next-line typescript/no-explicit-any -- what comes over the wire is what the test checks
  readonly body: any;
}

const DAY_SECONDS = '86400';
const ADMIN = { ADMIN_EMAIL: 'admin@example.org', ADMIN_PASSWORD: 'the pass phrase of the admin' };
/** Shared by all instances, so that a token of one is good at the others. Nothing is limited or forgotten unless a test says so. */
const SETTINGS = {
  ...ADMIN,
  NODE_ENV: 'test',
  DATA_DIR: 'memory:',
  LOG_LEVEL: 'silent',
  JWT_SECRET: 'a secret that only the tests of this program know',
  JWT_TTL_SECONDS: DAY_SECONDS,
  RATE_LIMIT_PER_MINUTE: '1000000',
  WARMUP_CRON: 'off',
};
const AT_THE_ROOT = /^\/(health|metrics|docs|dashboard)\b/;

/** The real application on a real socket, with a clock that stands until the test moves it. */
export class TestApp {
  readonly #agent = new Agent({ keepAlive: true });
  #people = 0;

  constructor(
    readonly nest: NestFastifyApplication,
    readonly clock: TestClock,
    readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Over HTTP, with nothing added that the test did not ask for. `path` is below `/api/v1` unless it is one of the root's. */
  async request(
    method: string,
    path: string,
    { token, body, headers = {}, from }: RequestOptions = {},
  ): Promise<Reply> {
    const sent = open({
      method,
      host: '127.0.0.1',
      port: this.port,
      localAddress: from,
      path: AT_THE_ROOT.test(path) ? path : `/api/v1${path}`,
      agent: this.#agent,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined || 'content-type' in headers ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    sent.end(body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return replyOf(answer, await buffer(answer));
  }

  get(path: string, options?: RequestOptions): Promise<Reply> {
    return this.request('GET', path, options);
  }

  post(path: string, options?: RequestOptions): Promise<Reply> {
    return this.request('POST', path, options);
  }

  /** A new account, registered as a person would. */
  async user(): Promise<Person> {
    this.#people += 1;
    const registration = {
      email: `person-${this.port}-${this.#people}@example.org`,
      password: 'correct horse battery',
      name: `Person ${this.#people}`,
    };
    const { status, body } = await this.post('/auth/register', { body: registration });
    if (status !== 201) throw new Error(`registering answered ${status}: ${JSON.stringify(body)}`);
    return { id: body.user.id, token: body.accessToken };
  }

  /** The account that the settings make an admin. */
  async admin(): Promise<Person> {
    const login = { email: ADMIN.ADMIN_EMAIL, password: ADMIN.ADMIN_PASSWORD };
    const { body } = await this.post('/auth/login', { body: login });
    const me = await this.get('/auth/me', { token: body.accessToken });
    return { id: me.body.id, token: body.accessToken };
  }

  /** A fresh token, for when the clock was moved past the life of the first. */
  tokenFor({ id }: Pick<Person, 'id'>): string {
    return this.nest.get(Tokens).issueFor(id).accessToken;
  }

  async stop(): Promise<void> {
    this.#agent.destroy();
    await this.nest.close();
  }
}

/** The application as `main` starts it, listening on a port of its own. */
export async function startApp(options: AppOptions = {}): Promise<TestApp> {
  const { redis, database, clock = new TestClock(), settings } = options;
  const environment = {
    ...SETTINGS,
    ...(redis === undefined ? {} : { REDIS_URL: redis }),
    ...(database === undefined ? { EMBEDDED_TEMPLATE: await seededTemplate() } : { DATABASE_URL: database }),
    ...settings,
  };
  const nest = await createApp(Config.from(environment), { clock });
  await nest.listen(0, '127.0.0.1');
  const { port } = nest.getHttpServer().address() as AddressInfo;
  return new TestApp(nest, clock, port);
}

function replyOf({ statusCode = 0, headers }: IncomingMessage, bytes: Buffer): Reply {
  const isWhole = statusCode !== 206 && headers['content-encoding'] === undefined && bytes.length > 0;
  const isJson = isWhole && /\bjson\b/.test(headers['content-type'] ?? '');
  return { status: statusCode, headers, bytes, body: isJson ? JSON.parse(bytes.toString()) : bytes.toString() };
}
