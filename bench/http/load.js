import { once } from 'node:events';
import { connect } from 'node:net';
import { askAtRate } from './rate.js';

const HEAD_END = '\r\n\r\n';
const LENGTH = /\r\ncontent-length: *(\d+)/i;
const LF = 10;
const ROOM = 65_536;

/**
 * Visitors of one server: each keeps its connection, asks, reads the whole answer and asks again, one at a time. As cheap as can be, so that the
 * server is what is measured: heads are looked through once, bodies are counted and let go.
 */
export class Visitors {
  #visitors;

  constructor(visitors) {
    this.#visitors = visitors;
  }

  /** Connected. A server may close the connection of who is silent for some seconds: so come, ask and leave. */
  static async come(port, connections) {
    const visitors = Array.from({ length: connections }, () => new Visitor(port));
    await Promise.all(visitors.map((visitor) => visitor.arrived));
    return new Visitors(visitors);
  }

  /**
   * Each asks for its one of `requests` again and again for so long; tells how many answers came. Throws on another status than the wanted. Unless it is to
   * sleep, this process does not meanwhile: to wake a core that sleeps is dear, in a virtual machine above all, and whoever writes an answer pays for
   * it: most where they are slow, as their askers have time to sleep.
   */
  async askFor(ms, requests, status = 200, isToSleep = false) {
    const until = performance.now() + ms;
    const asked = this.#visitors.map((visitor, at) => visitor.askUntil(until, requests[at % requests.length], status));
    const answered = Promise.all(asked);
    const counts = await (isToSleep ? answered : awakeUntil(answered));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** So many requests a second for so long, as `askAtRate` has it. */
  askAtRate(ms, request, perSecond) {
    return askAtRate(this.#visitors, ms, request, perSecond);
  }

  leave() {
    for (const visitor of this.#visitors) visitor.leave();
  }
}

/** One connection. Answers have a `Content-Length`, or no body at all. */
class Visitor {
  #socket;
  arrived;
  #asked;
  /** What has come of a head that is not whole yet. */
  #begun;
  /** Bytes of the body that are still to come. */
  #left = 0;

  constructor(port) {
    const onread = {
      buffer: Buffer.allocUnsafe(ROOM),
      callback: (length, room) => this.#read(room.subarray(0, length)),
    };
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, onread });
    this.arrived = once(this.#socket, 'connect');
    this.#socket.on('error', (error) => this.#asked?.done(error));
    this.#socket.on('close', () => this.#asked?.done(new Error('the server closed a connection in use')));
  }

  askUntil(until, request, status) {
    return new Promise((resolve, reject) => {
      this.#askOn(until, request, status, (error, count) => (error ? reject(error) : resolve(count)));
    });
  }

  /** Once; `done` is told of the error, if there is one. */
  ask(request, status, done) {
    this.#askOn(0, request, status, done);
  }

  #askOn(until, request, status, done) {
    this.#asked = { until, request, wanted: `HTTP/1.1 ${status} `, count: 0, done };
    this.#socket.write(request);
  }

  leave() {
    this.#socket.destroy();
  }

  /** True: more is welcome. */
  #read(bytes) {
    if (this.#left > 0) this.#left -= bytes.length;
    else if (!this.#readHead(bytes)) return true;
    if (this.#left <= 0) this.#answered();
    return true;
  }

  /** True once the head is whole. */
  #readHead(bytes) {
    const read = this.#begun ? Buffer.concat([this.#begun, bytes]) : bytes;
    const end = endOfHead(read);
    // The room is read into again.
    this.#begun = end < 0 ? Buffer.from(read) : undefined;
    if (end < 0) return false;

    const head = read.latin1Slice(0, end);
    if (!head.startsWith(this.#asked.wanted)) {
      this.#asked.done(new Error(`asked ${this.#asked.request}\ngot ${head}`));
      return false;
    }
    const length = head.startsWith('HTTP/1.1 304') ? 0 : Number(LENGTH.exec(head)?.[1]);
    if (Number.isNaN(length)) this.#asked.done(new Error(`an answer without a length: ${head}`));
    this.#left = end + length - read.length;
    return true;
  }

  #answered() {
    const asked = this.#asked;
    asked.count += 1;
    if (performance.now() < asked.until) this.#socket.write(asked.request);
    else {
      this.#asked = undefined;
      asked.done(undefined, asked.count);
    }
  }
}

async function awakeUntil(promise) {
  let isAwake = true;
  const look = () => isAwake && setImmediate(look);
  look();
  try {
    return await promise;
  } finally {
    isAwake = false;
  }
}

/** Where the body begins; -1 where the head is not whole. */
function endOfHead(bytes) {
  const at = bytes.indexOf(HEAD_END);
  return at < 0 || bytes[at + 3] !== LF ? -1 : at + HEAD_END.length;
}

/** The request as it goes over the wire. */
export function getOf(path, headers = {}) {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${lines.join('')}\r\n`);
}
