import { createClient, RESP_TYPES } from '@redis/client';

export interface RedisConnectionOptions {
  /** `redis://` or `rediss://`, with user, password and database number. */
  readonly url: string;
  /** Called for every connection error; the connection goes on trying by itself. */
  readonly onError: (error: unknown) => void;
}

/** A dead socket is noticed by its silence: a ping each half second, given up after three unanswered. */
const PING_MS = 500;
const SILENCE_MS = 1500;
const CONNECT_MS = 1000;
const LONGEST_PAUSE_MS = 1000;

/**
 * A client that never queues while it is away, never gives up, and gives values as bytes. Not awaited: the program starts
 * without Redis as well.
 */
export function connectRedis({ url, onError }: RedisConnectionOptions) {
  const client = createClient({
    url,
    // A connection that listens can be asked as well.
    RESP: 3,
    disableOfflineQueue: true,
    pingInterval: PING_MS,
    commandsQueueMaxLength: 10_000,
    socket: {
      connectTimeout: CONNECT_MS,
      socketTimeout: SILENCE_MS,
      // Up to five tries a second, with some chance in it so that a fleet does not knock in step.
      reconnectStrategy: (tries) => Math.min(LONGEST_PAUSE_MS, 200 + tries * 50) * (0.75 + Math.random() / 2),
    },
  }).withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer });
  client.on('error', onError);
  client.connect().catch(onError);
  return client;
}

export type RedisConnection = ReturnType<typeof connectRedis>;
