import { LRUCache } from 'lru-cache';

/** Of a key as the policies are given it; all of one length, so that equal values weigh the same. */
const textOf = (key) => `recipes:${String(key).padStart(10, '0')}`;

/**
 * Shares of hits, 0..1, of the near tier (its class) and of LRU over a trace, in room for `held` values of the size that they have on
 * average. LRU is given the near tier's word for what each weighs.
 */
export function hitRatios(Tier, keys, { held, bytesOf = () => 1000 }) {
  const overhead = overheadOf(Tier);
  const maxBytes = Math.round(held * (overhead + meanBytes(bytesOf)));
  return {
    ours: ours(keys, new Tier({ maxBytes, onLeave() {} }), bytesOf),
    lru: lru(keys, maxBytes, (key) => overhead + bytesOf(key)),
  };
}

function overheadOf(Tier) {
  const tier = new Tier({ maxBytes: 2 ** 30, onLeave() {} });
  tier.set(textOf(0), anEntry(0));
  return tier.bytes;
}

function ours(keys, tier, bytesOf) {
  return shareOfHits(keys, (key) => {
    const text = textOf(key);
    if (tier.find(text)) return true;
    tier.set(text, anEntry(bytesOf(key)));
    return false;
  });
}

/** As much of an entry as the tier looks at. */
function anEntry(bytes) {
  return {
    content: true,
    bytes,
    fences: [],
    tokens: [],
    stamp: 0,
    madeAt: 0,
    freshMs: 1,
    lifeMs: 1,
    costMs: 0,
    provenAt: Infinity,
  };
}

function lru(keys, maxSize, weightOf) {
  const cache = new LRUCache({ maxSize });
  return shareOfHits(keys, (key) => {
    if (cache.get(key)) return true;
    cache.set(key, true, { size: weightOf(key) });
    return false;
  });
}

/**
 * The most that anybody who knew the future could have, where all values are of one size (Belady 1966): who is asked for again last goes first,
 * and one that would go at once is not let in.
 */
export function best(keys, held) {
  const next = nextUses(keys);
  const leaving = new Latest();
  const holds = new Map();
  return shareOfHits(keys, (key, at) => {
    const hit = holds.has(key);
    holds.set(key, next[at]);
    leaving.push(next[at], key);
    if (holds.size > held) {
      let last = leaving.pop();
      while (holds.get(last.key) !== last.at) last = leaving.pop();
      holds.delete(last.key);
    }
    return hit;
  });
}

/** For each position, where its key is asked for next; after the end when never. */
function nextUses(keys) {
  const next = new Float64Array(keys.length);
  const seen = new Map();
  for (let at = keys.length - 1; at >= 0; at -= 1) {
    next[at] = seen.get(keys[at]) ?? keys.length + at;
    seen.set(keys[at], at);
  }
  return next;
}

/** A heap with the greatest `at` on top. */
class Latest {
  #heap = [];

  push(at, key) {
    const heap = this.#heap;
    let place = heap.push({ at, key }) - 1;
    for (let up = (place - 1) >> 1; place > 0 && heap[up].at < heap[place].at; up = (place - 1) >> 1) {
      [heap[up], heap[place]] = [heap[place], heap[up]];
      place = up;
    }
  }

  pop() {
    const heap = this.#heap;
    const [top] = heap;
    const last = heap.pop();
    if (heap.length > 0) this.#sink(last);
    return top;
  }

  #sink(item) {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let down = 2 * place + 1;
      if (down + 1 < heap.length && heap[down + 1].at > heap[down].at) down += 1;
      if (down >= heap.length || heap[down].at <= item.at) break;
      heap[place] = heap[down];
      place = down;
    }
    heap[place] = item;
  }
}

function meanBytes(bytesOf) {
  let sum = 0;
  for (let key = 0; key < 10_000; key += 1) sum += bytesOf(key);
  return sum / 10_000;
}

function shareOfHits(keys, ask) {
  let hits = 0;
  for (let at = 0; at < keys.length; at += 1) if (ask(keys[at], at)) hits += 1;
  return hits / keys.length;
}
