/** One line of a family: its labels and its value. `metricName` where it is not the family's own. */
export interface Sample {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
}

/** A family of metrics in the shape that a `Registry` of prom-client asks for. */
export interface MetricFamily {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly aggregator: 'sum';
  get(): Promise<MetricFamily & { readonly values: readonly Sample[] }>;
  /** What the cache counted stays: a scraper sees counters fall only when a process starts anew. */
  reset(): void;
}

/** A `Registry` of prom-client; said so loosely because the cache works without that package. */
export interface MetricRegistry {
  registerMetric(family: never): void;
}

interface FamilyParts extends Pick<MetricFamily, 'name' | 'help' | 'type'> {
  readonly samples: () => readonly Sample[];
}

export function aFamily({ samples, ...about }: FamilyParts): MetricFamily {
  const family: MetricFamily = {
    ...about,
    aggregator: 'sum',
    get: async () => ({ ...family, values: samples() }),
    reset: () => undefined,
  };
  return family;
}
