import { readFileSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Reply, TestApp } from './harness/app.js';

/** The 25 things that the README's "Try it" puts into the kitchen. */
export const readmeKitchen: readonly { name: string; quantity: number; unit: string }[] = JSON.parse(
  /-X PUT \$API\/pantry\/\$ME\/items[^[]*(\[[^\]]*\])'/.exec(readFileSync('README.md', 'utf8'))?.[1] ?? '[]',
);

/** Somebody with an account and a kitchen. `:me` in a path is this person's id. */
export class Cook {
  private constructor(
    readonly id: number,
    /** The token that registering gave. */
    readonly token: string,
    private readonly app: TestApp,
  ) {}

  static async with(app: TestApp, items: readonly object[] = [], preferences?: object): Promise<Cook> {
    const { id, token } = await app.user();
    const cook = new Cook(id, token, app);
    if (preferences) await cook.change('PATCH', '/preferences/:me', preferences);
    if (items.length > 0) await cook.change('PUT', '/pantry/:me/items', items);
    return cook;
  }

  /** The same person at another instance. */
  at(app: TestApp): Cook {
    return new Cook(this.id, this.token, app);
  }

  /** With a token that is good now, however far the clock was moved. */
  request(
    method: string,
    path: string,
    options: { body?: unknown; headers?: OutgoingHttpHeaders } = {},
  ): Promise<Reply> {
    return this.app.request(method, path.replaceAll(':me', String(this.id)), {
      token: this.app.tokenFor(this),
      ...options,
    });
  }

  get(path: string, headers?: OutgoingHttpHeaders): Promise<Reply> {
    return this.request('GET', path, { headers });
  }

  /** Throws unless the answer is 2xx. */
  async change(method: string, path: string, body?: unknown): Promise<Reply> {
    const reply = await this.request(method, path, { body });
    if (reply.status < 200 || reply.status > 299) {
      throw new Error(`${method} ${path} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    }
    return reply;
  }

  /** The names of what is in the pantry, as it is answered. */
  async shelves(): Promise<string[]> {
    const { body } = await this.get('/pantry/:me');
    return (body.items as { name: string }[]).map(({ name }) => name);
  }
}

/** How an answer came, in the word of `Cache-Status` that matters: `memory`, `redis`, `stale`, `miss`, `request` or `bypass`. */
export function cameBy({ headers }: Reply): string | undefined {
  return /(?:detail|fwd)=(\w+)/.exec(String(headers['cache-status']))?.[1];
}
