import type { Socket } from 'node:net';
import { ErrorReply } from '@redis/client';
import { CacheError } from '../../cache.error.js';
import { CONNECT_MS, type RedisLinkOptions } from '../redis.connection.js';
import type { Stand } from '../redis.reads.js';
import { commandOf, greetingOf, socketTo } from './line.js';
import { Garbled, Replies, type Reply, type Said } from './replies.js';

export interface LaneOptions extends RedisLinkOptions {
  /** As of `RedisConnectionOptions`. */
  readonly url: string;
  /** Who a server is, by what `INFO` says of it. */
  readonly idIn: (about: string) => string | undefined;
  /** As of `RedisNodeOptions`. */
  onRefused?(error: unknown): void;
}

/** A question whose answer is on its way. */
interface Asked {
  /** As of `Ears`. */
  readonly bytesFirst: number;
  readonly replies: number;
  readonly said: Reply[];
  readonly tell: (said: readonly Reply[]) => void;
  readonly fail: (error: unknown) => void;
}

/** The line is dead when the same question is the first to wait over so many beats. */
const SILENT_BEATS = 3;
/** So many wait only where nothing is answered any more. */
const MOST_ASKED = 10_000;
/** No entry of ours is larger, compressed or not. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * A connection on which nothing is asked but what stands there now. Such a read is most of what a far tier is asked, and the library's client spends
 * more on it than the kernel does: it makes room for each piece that comes in, and an object for each value. Here all comes into one and
 * the same room, and only what is kept is copied out of it.
 *
 * It is opened beside a connection of that client, never without it, and says by `id` which server it leads to.
 */
export class Lane {
  #socket: Socket | undefined;
  #id: string | undefined;
  #asked: Asked[] = [];
  /** What was to be answered first at the last beat, and for how many beats it has been that. */
  #awaited: Asked | undefined;
  #silence = 0;

  constructor(private readonly options: LaneOptions) {}

  /** Who answers there; undefined while nobody can be asked. */
  get id(): string | undefined {
    return this.#id;
  }

  /**
   * The first so many names are those of entries, all others of fences. Fails by what the server says instead, or by `FAR_UNAVAILABLE` when
   * the line breaks.
   */
  standOf(names: readonly string[], entries: number): Promise<Stand> {
    return new Promise((resolve, fail) => {
      const tell = ([values, ...lives]: readonly Reply[]) => {
        if (isListOf(values, names.length)) return resolve({ values, lives: lives as number[] });
        fail(unavailable('another number of values than it was asked for'));
        this.close();
      };
      let question = commandOf('MGET', ...names);
      for (let at = 0; at < entries; at += 1) question += commandOf('PTTL', names[at] as string);
      this.#ask(question, { bytesFirst: entries, replies: 1 + entries, said: [], tell, fail });
    });
  }

  /** Unless it is open. */
  open(): void {
    if (this.#socket) return;
    const bytesFirst = () => this.#asked[0]?.bytesFirst ?? 0;
    const replies = new Replies({ bytesFirst, hear: (reply) => this.#hear(reply) }, MOST_BYTES);
    const limit = setTimeout(() => socket.destroy(), CONNECT_MS);
    const greeted = (id: string | undefined) => {
      clearTimeout(limit);
      if (this.#socket === socket) this.#id = id;
    };
    const ready = () => void this.#greet().then(greeted, (error: Error) => socket.destroy(error));
    const socket = socketTo(this.options, { ready, take: (piece) => this.#take(replies, piece) });
    this.#socket = socket;
    socket.on('error', this.options.onError);
    socket.on('close', () => {
      clearTimeout(limit);
      this.#lose(socket);
    });
  }

  /**
   * To be called at each beat of the connection that it lies beside, with whom that leads to. Opens it where it is not; gives it up where it leads to
   * somebody else, or after a long silence.
   */
  beat(id: string): void {
    const [first] = this.#asked;
    this.#silence = first && first === this.#awaited ? this.#silence + 1 : 0;
    this.#awaited = first;
    if (!this.#socket) this.open();
    else if (this.#silence === SILENT_BEATS || (this.#id ?? id) !== id) this.close();
    else if (this.#id !== undefined && this.#asked.length === 0) void this.#ping();
  }

  close(): void {
    if (!this.#socket) return;
    this.#socket.destroy();
    this.#lose(this.#socket);
  }

  async #greet(): Promise<string | undefined> {
    const greeting = greetingOf(this.options.url);
    const question = [...greeting, commandOf('INFO', 'server', 'replication')].join('');
    const said = await this.#said(question, greeting.length + 1);
    return this.options.idIn(String(said.at(-1)));
  }

  /** Any answer is a sign of life. */
  async #ping(): Promise<void> {
    await Promise.allSettled([this.#said(commandOf('PING'), 1)]);
  }

  #said(question: string, replies: number): Promise<readonly Reply[]> {
    return new Promise((tell, fail) => this.#ask(question, { bytesFirst: 0, replies, said: [], tell, fail }));
  }

  #ask(question: string, asked: Asked): void {
    if (!this.#socket || this.#asked.length >= MOST_ASKED) return asked.fail(unavailable('no answer comes any more'));
    this.#asked.push(asked);
    this.#socket.write(question);
  }

  #take(replies: Replies, piece: Buffer): void {
    try {
      replies.take(piece);
    } catch (error) {
      // From here on answers may belong to other questions.
      this.#socket?.destroy(error as Error);
    }
  }

  #hear(reply: Reply): void {
    const [first] = this.#asked;
    if (!first) throw new Garbled('a reply that nobody asked for');
    if (first.said.push(reply) < first.replies) return;
    this.#asked.shift();
    const refusal = first.said.find((said) => said instanceof ErrorReply);
    if (refusal) this.#fail(first, refusal);
    else first.tell(first.said);
  }

  #lose(socket: Socket): void {
    if (this.#socket !== socket) return;
    this.#socket = this.#id = undefined;
    const asked = this.#asked;
    this.#asked = [];
    for (const one of asked) this.#fail(one, unavailable('the line broke'));
  }

  #fail({ fail }: Asked, error: unknown): void {
    this.options.onRefused?.(error);
    fail(error);
  }
}

function isListOf(reply: Reply | undefined, length: number): reply is readonly Said[] {
  return Array.isArray(reply) && reply.length === length;
}

function unavailable(why: string): CacheError {
  return new CacheError('FAR_UNAVAILABLE', `Redis: ${why}`);
}
