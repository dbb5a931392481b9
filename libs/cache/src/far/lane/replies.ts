import { ErrorReply } from '@redis/client';

/** One thing that a server says: what was asked to be kept as bytes, all other text, a number, nothing, or a refusal. */
export type Said = Buffer | string | number | null | ErrorReply;
/** What it says to one command; a list is one of a single level. */
export type Reply = Said | readonly Said[];

/** Who hears the replies, each as soon as it is whole. */
export interface Ears {
  /** How many of the first in the list that begins now are bytes. */
  bytesFirst(): number;
  hear(reply: Reply): void;
}

/** What came over the line are no replies: from here on nothing on it can be told from anything else. */
export class Garbled extends Error {}

const [SIMPLE, REFUSAL, NUMBER, BULK, LIST] = Buffer.from('+-:$*');
const [RETURN, NEWLINE, MINUS, ZERO, NINE] = Buffer.from('\r\n-09');
const END = 2;
/** No reply of ours begins with a longer line: they are numbers, and the words of a refusal. */
const LONGEST_LINE = 4096;
/** So many digits say a number exactly. */
const MOST_DIGITS = 15;

/** What is too long to be kept is let past; it is nothing of ours. */
const PASSED = Buffer.alloc(0);

/**
 * The replies in what comes over a line, whatever pieces it comes in (the protocol of Redis in its second version, RESP2). Nothing that is
 * told lies in a piece: those are only lent. No length that is only claimed takes up memory beyond `mostBytes`.
 */
export class Replies {
  /** The beginning of a line whose end has not come. */
  #cut: Buffer | undefined;
  #bulk: Bulk | undefined;
  #list: Said[] | undefined;
  #length = 0;
  #bytesFirst = 0;

  constructor(
    private readonly ears: Ears,
    private readonly mostBytes: number,
  ) {}

  /** Throws `Garbled`. */
  take(piece: Buffer): void {
    const bytes = this.#cut ? Buffer.concat([this.#cut, piece]) : piece;
    this.#cut = undefined;
    let at = 0;
    while (at < bytes.length) {
      const next = this.#bulk ? this.#goOn(this.#bulk, bytes, at) : this.#begin(bytes, at);
      if (next === undefined) return this.#keep(bytes.subarray(at));
      at = next;
    }
  }

  #keep(cut: Buffer): void {
    if (cut.length > LONGEST_LINE) throw new Garbled('a line without an end');
    this.#cut = Buffer.from(cut);
  }

  /** Takes the next line, and what follows it where that is here. Tells where it ends; undefined when the line is cut off. */
  #begin(bytes: Buffer, at: number): number | undefined {
    const end = bytes.indexOf(RETURN as number, at);
    if (end === -1 || end + 1 === bytes.length) return undefined;
    if (bytes[end + 1] !== NEWLINE) throw new Garbled('a line with another end');
    const next = end + END;
    const kind = bytes[at];
    if (kind === BULK) return this.#bulkOf(numberIn(bytes, at + 1, end), bytes, next);
    if (kind === NUMBER) this.#say(numberIn(bytes, at + 1, end));
    else if (kind === LIST) this.#beginList(numberIn(bytes, at + 1, end));
    else if (kind === SIMPLE) this.#say(bytes.toString('latin1', at + 1, end));
    else if (kind === REFUSAL) this.#say(new ErrorReply(bytes.toString('utf8', at + 1, end)));
    else throw new Garbled('a reply of no known kind');
    return next;
  }

  #beginList(length: number): void {
    if (this.#list || length < 0) throw new Garbled('a list where none can be');
    this.#length = length;
    this.#bytesFirst = this.ears.bytesFirst();
    if (length === 0) this.ears.hear([]);
    else this.#list = [];
  }

  #bulkOf(length: number, bytes: Buffer, at: number): number {
    if (length < 0) {
      this.#say(null);
      return at;
    }
    const asBytes = this.#list !== undefined && this.#list.length < this.#bytesFirst;
    const end = at + length;
    if (end + END > bytes.length || length > this.mostBytes) {
      this.#bulk = new Bulk(length, asBytes, length <= this.mostBytes);
      return this.#goOn(this.#bulk, bytes, at);
    }
    mustEnd(bytes, end);
    this.#say(asBytes ? copyOf(bytes, at, end) : bytes.toString('latin1', at, end));
    return end + END;
  }

  #goOn(bulk: Bulk, bytes: Buffer, at: number): number {
    const next = bulk.take(bytes, at);
    if (bulk.isWhole) {
      this.#bulk = undefined;
      this.#say(bulk.said);
    }
    return next;
  }

  #say(said: Said): void {
    const list = this.#list;
    if (!list) return this.ears.hear(said);
    list.push(said);
    if (list.length < this.#length) return;
    this.#list = undefined;
    this.ears.hear(list);
  }
}

/** What comes in several pieces. */
class Bulk {
  readonly #into: Buffer | undefined;
  #left: number;
  #taken = 0;

  constructor(
    length: number,
    private readonly asBytes: boolean,
    isKept: boolean,
  ) {
    this.#left = length + END;
    this.#into = isKept ? Buffer.allocUnsafe(this.#left) : undefined;
  }

  get isWhole(): boolean {
    return this.#left === 0;
  }

  take(bytes: Buffer, at: number): number {
    const end = Math.min(bytes.length, at + this.#left);
    if (this.#into) bytes.copy(this.#into, this.#taken, at, end);
    this.#taken += end - at;
    this.#left -= end - at;
    return end;
  }

  get said(): Said {
    if (!this.#into) return this.asBytes ? PASSED : null;
    const length = this.#taken - END;
    mustEnd(this.#into, length);
    return this.asBytes ? this.#into.subarray(0, length) : this.#into.toString('latin1', 0, length);
  }
}

function copyOf(bytes: Buffer, at: number, end: number): Buffer {
  const copy = Buffer.allocUnsafe(end - at);
  bytes.copy(copy, 0, at, end);
  return copy;
}

function mustEnd(bytes: Buffer, at: number): void {
  if (bytes[at] !== RETURN || bytes[at + 1] !== NEWLINE) throw new Garbled('bytes longer than they were said to be');
}

function numberIn(bytes: Buffer, at: number, end: number): number {
  const isNegative = bytes[at] === MINUS;
  const first = isNegative ? at + 1 : at;
  if (first === end || end - first > MOST_DIGITS) throw new Garbled('a number that is none');
  let number = 0;
  for (let digit = first; digit < end; digit += 1) {
    const byte = bytes[digit] as number;
    if (byte < (ZERO as number) || byte > (NINE as number)) throw new Garbled('a number that is none');
    number = number * 10 + byte - (ZERO as number);
  }
  return isNegative ? -number : number;
}
