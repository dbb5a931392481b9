import type { FarRead } from './far.tier.js';
import type { RedisNode } from './redis.node.js';
import type { Part, RedisNodes } from './redis.nodes.js';
import type { EntryNames } from './redis.reads.js';

/** A value as it stands on a server, and what stands before all tokens of that one. */
interface Said {
  readonly value: unknown;
  readonly head: string;
}

/** What PTTL says of a key that does not exist. */
const NOT_THERE = -2;

const DAMAGED = { bytes: Buffer.alloc(0), leftMs: 1 };

/** What stands in Redis, with tokens as they count: together with the identity of the server that holds them, within the outer fence. */
export class RedisTokens {
  constructor(
    private readonly nodes: RedisNodes,
    private readonly outer: { readonly token: string },
  ) {}

  /** Of the fences of these names. */
  async of(names: readonly string[]): Promise<(string | undefined)[]> {
    return (await this.#said(names)).map(({ value, head }) => tokenOf(value, head));
  }

  /**
   * The entry and the tokens of these names: asked as one, and together with other reads, where one server holds all. What lies there and is no
   * entry is told as one that is damaged: it is counted, removed, and made anew.
   */
  async withEntry(names: EntryNames): Promise<FarRead> {
    const { sole } = this.nodes;
    if (!sole) return this.#fromSeveral(names);
    const { id: server } = sole;
    const head = this.#headOf(sole);
    const { values, leftMs } = await sole.entryAndLife(names);
    sole.mustStillBe(server);
    const tokens: (string | undefined)[] = [];
    for (let at = 1; at < values.length; at += 1) tokens.push(tokenOf(values[at], head));
    const bytes = bytesOf(values[0]);
    return this.#known(names[0], { bytes, leftMs, tokens });
  }

  /** Gives the missing ones among them this token, and tells the current one of each. */
  async planted(names: readonly string[], token: string, lifeMs: number): Promise<(string | undefined)[]> {
    const given = { condition: 'NX', expiration: { type: 'PX', value: lifeMs } } as const;
    const planted = names.map((name) => this.nodes.nodeOf(name).ask((client) => client.set(name, token, given)));
    const [said] = await Promise.all([this.#said(names), ...planted]);
    // What is still missing stands under something that is no token. Gone, it does no harm, and makes room.
    const foreign = names.filter((_, index) => !(said[index]?.value instanceof Buffer));
    await Promise.all(foreign.map((name) => this.nodes.nodeOf(name).make({ keys: [name] })));
    return said.map(({ value, head }) => tokenOf(value, head));
  }

  async #fromSeveral(names: EntryNames): Promise<FarRead> {
    const life = this.nodes.nodeOf(names[0]).ask((client) => client.pTTL(names[0]));
    const [[entry, ...tokens], leftMs] = await Promise.all([this.#said(names), life]);
    const told = tokens.map(({ value, head }) => tokenOf(value, head));
    return this.#known(names[0], { bytes: bytesOf(entry?.value), leftMs, tokens: told });
  }

  #known(name: string, found: FarRead): FarRead | Promise<FarRead> {
    return found.bytes || found.leftMs === NOT_THERE ? found : this.#unlessForeign(name, found);
  }

  /** What lives there and is no string is nothing that was ever written here; what is a string now came only after it was asked for. */
  async #unlessForeign(name: string, found: FarRead): Promise<FarRead> {
    const kind = await this.nodes.nodeOf(name).ask((client) => client.type(name));
    return kind === 'string' || kind === 'none' ? found : { ...found, ...DAMAGED };
  }

  /** What stands under these names, and on which server. */
  async #said(names: readonly string[]): Promise<Said[]> {
    const said: Said[] = [];
    const ask = async ({ node, places }: Part) => {
      const head = this.#headOf(node);
      const values = await node.valuesOf(places.map((place) => names[place] as string));
      places.forEach((place, index) => (said[place] = { value: values[index], head }));
    };
    await Promise.all(this.nodes.partsOf(names).map(ask));
    return said;
  }

  /** Who holds the tokens, and within which outer fence: what goes before each of them. */
  #headOf(node: RedisNode): string {
    return `${node.id}.${this.outer.token}.`;
  }
}

function tokenOf(value: unknown, head: string): string | undefined {
  const text = value instanceof Buffer ? value.toString('latin1') : value;
  return typeof text === 'string' ? head + text : undefined;
}

function bytesOf(reply: unknown): Buffer | undefined {
  return reply instanceof Buffer ? reply : undefined;
}
