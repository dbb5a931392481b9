import { connect, isIP, type Socket } from 'node:net';
import { connect as connectSafely } from 'node:tls';
import type { RedisTls } from '../redis.connection.js';

const [PORT, SECURE] = [6379, 'rediss:'];

export interface LineOptions {
  /** `redis://` or `rediss://`, with user, password and database number. */
  readonly url: string;
  readonly tls?: RedisTls;
}

interface Ends {
  /** It can be written to. */
  readonly ready: () => void;
  /** What came in; it is only lent, as all lies in one and the same room. */
  readonly take: (piece: Buffer) => void;
}

/** What comes in at once at most; it is read in pieces of this size. */
const ROOM_BYTES = 128 * 1024;

/** A socket to that server. */
export function socketTo({ url, tls }: LineOptions, { ready, take }: Ends): Socket {
  const { protocol, hostname, port } = new URL(url);
  const room = Buffer.allocUnsafeSlow(ROOM_BYTES);
  const onread = {
    buffer: room,
    callback(length: number) {
      take(room.subarray(0, length));
      return true;
    },
  };
  const host = hostname.replace(/[[\]]/g, '');
  const place = { host, port: Number(port || PORT), onread, noDelay: true };
  if (protocol !== SECURE) return connect(place, ready);
  return connectSafely({ ...place, ...(isIP(host) ? {} : { servername: host }), ...tls }, ready);
}

/** What a server wants to hear before anything else; none of it has an answer but a word or a refusal. */
export function greetingOf(url: string): readonly string[] {
  const { username, password, pathname } = new URL(url);
  const [user, secret] = [decodeURIComponent(username), decodeURIComponent(password)];
  const database = pathname.slice(1);
  return [
    ...(secret === '' ? [] : [commandOf('AUTH', ...(user === '' ? [] : [user]), secret)]),
    ...(database === '' ? [] : [commandOf('SELECT', database)]),
  ];
}

export function commandOf(...words: readonly string[]): string {
  const command = commandBy((word) => word.length, words);
  // Names are plain letters, nearly all: one look at the whole is cheaper than one at each.
  return Buffer.byteLength(command) === command.length ? command : commandBy((word) => Buffer.byteLength(word), words);
}

function commandBy(lengthOf: (word: string) => number, words: readonly string[]): string {
  let command = `*${words.length}`;
  for (const word of words) command += lengthAs(lengthOf(word)) + word;
  return `${command}\r\n`;
}

/** The end of a line, and the next one, which says how long a word is. */
function lengthAs(length: number): string {
  return LENGTHS[length] ?? `\r\n$${length}\r\n`;
}

const LENGTHS = Array.from({ length: 128 }, (_, length) => `\r\n$${length}\r\n`);
