import type { Fault } from './link-faults.js';
import type { Link } from './link.js';

/** Replies to requests of one kind are held back until they are let go, all that there are; those that come later wait for the next time. */
export class HeldReplies {
  readonly #asked = new Set<Link>();
  readonly #held: (() => void)[] = [];
  readonly fault: Partial<Fault>;

  constructor(kind: RegExp) {
    this.fault = {
      request: (bytes, link) => {
        if (kind.test(bytes.toString('latin1'))) this.#asked.add(link);
        link.server.write(bytes);
      },
      reply: (bytes, link) => {
        const handOn = () => link.deliver(bytes);
        if (this.#asked.has(link)) this.#held.push(handOn);
        else handOn();
      },
    };
  }

  /** On so many connections a reply is awaited that is, or will be, held back. */
  get asked(): number {
    return this.#asked.size;
  }

  letGo(): void {
    this.#asked.clear();
    for (const handOn of this.#held.splice(0)) handOn();
  }
}
