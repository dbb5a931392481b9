/** A node of a `Queue`; the holder keeps it to move or remove it in constant time. */
export interface Linked<N> {
  older: N | undefined;
  newer: N | undefined;
  weight: number;
}

/** First in, first out, with the summed weight of what it holds. */
export class Queue<N extends Linked<N>> {
  #oldest: N | undefined;
  #newest: N | undefined;
  weight = 0;

  get oldest(): N | undefined {
    return this.#oldest;
  }

  push(node: N): void {
    node.older = this.#newest;
    node.newer = undefined;
    if (this.#newest) this.#newest.newer = node;
    else this.#oldest = node;
    this.#newest = node;
    this.weight += node.weight;
  }

  remove(node: N): void {
    if (node.older) node.older.newer = node.newer;
    else this.#oldest = node.newer;
    if (node.newer) node.newer.older = node.older;
    else this.#newest = node.older;
    this.weight -= node.weight;
  }
}
