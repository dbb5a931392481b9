import type { RedisConnectionOptions } from './redis.connection.js';
import { RedisNode } from './redis.node.js';

/** Some of the keys that were asked for, by their places among them, and the node that holds these. */
export interface Part {
  readonly node: RedisNode;
  readonly places: readonly number[];
}

/** What the nodes are listened to for. */
export interface Ears {
  readonly channel: string;
  /** False when it can't be read. */
  hear(message: string | Buffer): boolean;
  /** A node can be asked: at first, and after each outage. */
  connected(): void;
}

/** The Redis servers behind a tier, and which of them holds what. */
export abstract class RedisNodes {
  /** Resolves once it is known which servers count now; throws when that can't be found out. Undefined: nothing to wait for. */
  abstract confirmed(): Promise<void> | undefined;

  /** Throws `FAR_UNAVAILABLE` when nobody is known to hold this key. */
  abstract nodeOf(key: string): RedisNode;

  /** The one that holds everything; undefined where several share it. Throws as `nodeOf`. */
  get sole(): RedisNode | undefined {
    return undefined;
  }

  /** Throws `FAR_UNAVAILABLE` while one is missing. */
  abstract all(): readonly RedisNode[];

  abstract close(): void;

  /** Those that there are connections to now. */
  protected abstract present(): readonly RedisNode[];

  /** Connects anew to each of them. */
  renew(): void {
    for (const node of this.present()) node.renew();
  }

  get isMoving(): boolean {
    return this.present().some((node) => node.isMoving);
  }

  partsOf(keys: readonly string[]): readonly Part[] {
    const parts = new Map<RedisNode, number[]>();
    keys.forEach((key, place) => {
      const node = this.nodeOf(key);
      const places = parts.get(node);
      if (places) places.push(place);
      else parts.set(node, [place]);
    });
    return [...parts].map(([node, places]) => ({ node, places }));
  }
}

/** One server at a fixed address, whoever it is. */
export class LoneNode extends RedisNodes {
  readonly #node: RedisNode;

  constructor(options: RedisConnectionOptions, ears: Ears) {
    super();
    this.#node = new RedisNode({ ...options, mustBeMaster: false, isSole: true, onMet: () => ears.connected() });
    this.#node.listen(ears.channel, (message) => ears.hear(message));
  }

  confirmed(): undefined {
    return undefined;
  }

  nodeOf(): RedisNode {
    return this.#node;
  }

  override get sole(): RedisNode {
    return this.#node;
  }

  all(): readonly RedisNode[] {
    return [this.#node];
  }

  protected present(): readonly RedisNode[] {
    return [this.#node];
  }

  close(): void {
    this.#node.close();
  }
}
