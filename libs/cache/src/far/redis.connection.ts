import type { ConnectionOptions } from 'node:tls';
import { createClient, ErrorReply, RESP_TYPES } from '@redis/client';
import { CacheError } from '../cache.error.js';

/** What `rediss://` goes by, beside the authorities that the system trusts: those of one's own, and who we are where the server wants to know. */
export type RedisTls = Pick<
  ConnectionOptions,
  'ca' | 'cert' | 'key' | 'passphrase' | 'servername' | 'checkServerIdentity'
>;

export interface RedisLinkOptions {
  readonly tls?: RedisTls;
  /** Called for every connection error; the connection goes on trying by itself. */
  readonly onError: (error: unknown) => void;
}

export interface RedisConnectionOptions extends RedisLinkOptions {
  /** `redis://` or `rediss://`, with user, password and database number. */
  readonly url: string;
  /** Asked of a connected line at each beat, to see whether it lives. Default: a ping. */
  readonly beat?: (client: RedisClient) => Promise<unknown>;
}

/** A dead line is noticed by its silence: a ping each half second, given up when one is unanswered for three more beats. */
const BEAT_MS = 500;
const SILENT_BEATS = 3;
/** A line that is not there by then is given up. */
export const CONNECT_MS = 1000;
const LONGEST_PAUSE_MS = 1000;
/** Up to five tries a second, with some chance in it so that a fleet does not knock in step. */
const pauseMs = (tries: number) => Math.min(LONGEST_PAUSE_MS, 200 + tries * 50) * (0.75 + Math.random() / 2);

/** A client that never queues while it is away, and gives values as bytes. */
function aClient({ url, tls }: RedisConnectionOptions) {
  return createClient({
    url,
    // A connection that listens can be asked as well.
    RESP: 3,
    disableOfflineQueue: true,
    commandsQueueMaxLength: 10_000,
    // It does not connect anew by itself: it can neither give up a line that took the connection and then says nothing, nor, by a timeout
    // of the socket (which every write starts afresh, and which runs on while this process is busy), tell silence from its own lateness.
    socket: { ...tls, connectTimeout: CONNECT_MS, reconnectStrategy: false },
  }).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
}

export type RedisClient = ReturnType<typeof aClient>;

const ping = (client: RedisClient) => client.ping();

/**
 * One client and its line to Redis, made anew whenever it breaks or falls silent, until it is closed. Not awaited: the program starts
 * without Redis as well. The client keeps its subscriptions; it says `ready` each time that it is connected, and `error` or `end` each
 * time that it no longer is.
 */
export class RedisConnection {
  readonly client: RedisClient;
  readonly #heart: NodeJS.Timeout;
  #retry: NodeJS.Timeout | undefined;
  #tries = 0;
  /** Beats since the last sign of life: counted, not timed, as a process that was busy comes to one of them only. */
  #silence = 0;
  /** Past TCP's own handshake; before that there is nothing to be destroyed yet. */
  #reached = false;
  #givenUp = false;
  #closed = false;

  constructor(private readonly options: RedisConnectionOptions) {
    this.client = aClient(options);
    this.client.on('connect', () => (this.#reached = true));
    this.client.on('ready', () => (this.#tries = this.#silence = 0));
    this.client.on('error', (error) => this.#broke(error));
    this.#heart = setInterval(() => this.#beat(), BEAT_MS).unref();
    this.#connect();
  }

  /** Gives the line up and makes another one: the same address may lead to another server by now. */
  renew(): void {
    if (this.#closed || !this.client.isReady) return;
    this.client.destroy();
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearInterval(this.#heart);
    clearTimeout(this.#retry);
    const end = () => this.client.isOpen && this.client.destroy();
    if (this.#reached) end();
    else this.client.once('connect', () => setImmediate(end));
  }

  #connect(): void {
    this.#silence = 0;
    this.#reached = this.#givenUp = false;
    // The client tells of its failure by an event as well; but only now it can be asked again.
    this.client.connect().catch(() => this.#connectLater());
  }

  #connectLater(): void {
    if (this.#closed) return;
    clearTimeout(this.#retry);
    this.#tries += 1;
    this.#retry = setTimeout(() => this.#connect(), pauseMs(this.#tries));
  }

  #broke(error: unknown): void {
    // A socket that breaks is told of twice; the second time it can be done without.
    if (this.#closed || (this.client.isOpen && !this.client.isReady)) return;
    if (!this.#givenUp) this.options.onError(error);
    // What came over the line can't be read: from here on answers may belong to other questions.
    if (this.client.isReady) this.renew();
    else this.#connectLater();
  }

  #beat(): void {
    if (!this.client.isOpen) return;
    this.#silence += 1;
    if (this.#silence > SILENT_BEATS) this.#giveUp();
    else if (this.client.isReady && this.#silence === 1) this.#listen();
  }

  /** Any answer will do, a refusal as well. */
  #listen(): void {
    const alive = () => (this.#silence = 0);
    const { beat = ping } = this.options;
    beat(this.client).then(alive, (error: unknown) => error instanceof ErrorReply && alive());
  }

  #giveUp(): void {
    const silentMs = SILENT_BEATS * BEAT_MS;
    this.options.onError(new CacheError('FAR_UNAVAILABLE', `Redis said nothing for ${silentMs} ms: connecting anew`));
    if (this.client.isReady) return this.renew();
    this.#givenUp = true;
    this.client.destroy();
  }
}
