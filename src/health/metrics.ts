import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { Cache, cacheMetrics } from '#cache';

/** Watching a process can't be stopped: it is begun once, by whoever is asked first. */
let ofProcess: Registry | undefined;

/** What Prometheus is told: of the cache, and of the process it runs in. */
@Injectable()
export class Metrics {
  readonly #ofCache = new Registry();

  constructor(cache: Cache) {
    cacheMetrics(cache, this.#ofCache);
  }

  get contentType(): string {
    return this.#ofCache.contentType;
  }

  async text(): Promise<string> {
    return (await Promise.all([this.#ofCache.metrics(), processMetrics().metrics()])).join('\n');
  }
}

function processMetrics(): Registry {
  if (!ofProcess) collectDefaultMetrics({ register: (ofProcess = new Registry()) });
  return ofProcess;
}
