import { createHash, randomBytes } from 'node:crypto';
import { ErrorReply } from '@redis/client';
import { days } from '../duration.js';
import { BELIEVED_MS, Confirmed } from './confirmed.js';
import type { RedisNode } from './redis.node.js';

/** Nothing stays in a store for good: it ends when nobody asks for it any more. */
const LIFE_MS = days(7).ms;
const PROLONG_AFTER_MS = days(1).ms;

/** Where something stands that is no token, it is replaced. Two that plant at once are given the same. */
const PLANT = `if redis.call('type', KEYS[1]).ok ~= 'string' then
  redis.call('unlink', KEYS[1])
  redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return redis.call('get', KEYS[1])`;

export interface OuterFenceOptions {
  readonly key: string;
  /** The server that holds it. Throws while none is known. */
  readonly holder: () => Promise<RedisNode>;
  /** Removes its token, and tells others. */
  readonly drop: () => Promise<void>;
  readonly onError: (error: unknown) => void;
}

/**
 * The fence around all there is. To ask for it with each read would make every read dearer for what happens once in a long outage; so it is asked
 * for each half second and believed for one. It counts together with who holds it, as every token does.
 *
 * Whoever comes from another server drops it: this one was not told what changed meanwhile, and may hold what was current before. Its new token
 * says where they came from, so that of all who come from there only the first one drops it.
 */
export class OuterFence {
  /** For how long it may not be known that it was dropped. */
  static readonly LAG_MS = BELIEVED_MS;
  readonly #known: Confirmed;
  #token = '';
  /** Who held it when it was asked for last. */
  #heldBy: string | undefined;
  /** Somebody else was told of a change since. */
  #wasElsewhere = false;
  #prolongedAt = -Infinity;

  constructor(private readonly options: OuterFenceOptions) {
    this.#known = new Confirmed(() => this.#find(), options.onError);
  }

  /** What all other tokens carry along. */
  get token(): string {
    return this.#token;
  }

  /** Undefined while it is believed; else it is found out, or throws. */
  confirmed(): Promise<void> | undefined {
    return this.#known.now();
  }

  soon(): Promise<void> {
    return this.#known.soon();
  }

  /** It may have been dropped: nothing that was asked before this is believed any more. */
  doubt(): void {
    this.#known.doubt();
  }

  /** A change was told while this one holds it: what was asked of another one is no longer all there is to know. */
  changedAt(id: string): void {
    if (this.#heldBy !== undefined && id !== this.#heldBy) this.#wasElsewhere = true;
  }

  close(): void {
    this.#known.close();
  }

  async #find(): Promise<void> {
    const node = await this.options.holder();
    const { id } = node;
    const found = await this.#saidBy(node);
    const isForeign = found !== undefined && this.#isForeign(id, found);
    if (isForeign) await this.options.drop();
    const said = isForeign || found === undefined ? await this.#plantedAt(node) : found;
    this.#token = createHash('sha256').update(`${id} ${said}`).digest('base64url').slice(0, 8);
    this.#heldBy = id;
    this.#wasElsewhere = false;
    void this.#prolong(node);
  }

  #isForeign(id: string, token: string): boolean {
    const isSame = this.#heldBy === undefined || (id === this.#heldBy && !this.#wasElsewhere);
    return !isSame && !token.endsWith(`.${this.#token}`);
  }

  async #saidBy(node: RedisNode): Promise<string | undefined> {
    try {
      const said = String(await node.ask((client) => client.getRange(this.options.key, 0, -1)));
      return said === '' ? undefined : said;
    } catch (error) {
      if (error instanceof ErrorReply && error.message.startsWith('WRONGTYPE')) return undefined;
      throw error;
    }
  }

  async #plantedAt(node: RedisNode): Promise<string> {
    const { key } = this.options;
    const given = [`${randomBytes(9).toString('base64url')}.${this.#token}`, `${LIFE_MS}`];
    const said: unknown = await node.ask((client) => client.eval(PLANT, { keys: [key], arguments: given }));
    return said instanceof Buffer ? said.toString() : '';
  }

  /** A replica can't, and need not. */
  async #prolong(node: RedisNode): Promise<void> {
    if (performance.now() - this.#prolongedAt < PROLONG_AFTER_MS) return;
    this.#prolongedAt = performance.now();
    try {
      await node.ask((client) => client.pExpire(this.options.key, LIFE_MS));
    } catch (error) {
      this.options.onError(error);
    }
  }
}
