/** One family of metrics as it stands in Prometheus' text format, 0.0.4. */
export interface Family {
  readonly help: string;
  readonly type: string;
  readonly samples: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly value: number;
  }[];
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*';
const ABOUT = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`);
const SAMPLE = new RegExp(`^(${NAME})(?:\\{(.*)\\})? (\\S+)$`);
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\n"])*)"(,|$)/y;
const TYPES = new Set(['counter', 'gauge', 'histogram', 'summary', 'untyped']);

/** Reads it more strictly than Prometheus does, and throws with the line that is wrong. */
export function familiesIn(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const families = new Map<string, { help?: string; type?: string; samples: Family['samples'] }>();
  let current = '';
  for (const line of text.split('\n').filter((line) => line !== '')) {
    const about = ABOUT.exec(line);
    const sample = about ? undefined : sampleIn(line);
    const name = about?.[2] ?? familyOf(sample?.name ?? '', current);
    if (name !== current && families.has(name)) throw new Error(`${name} stands in two places: ${line}`);
    const family = families.get(name) ?? { samples: [] };
    families.set((current = name), family);

    if (sample) family.samples.push(sample);
    else if (family.samples.length > 0) throw new Error(`samples before: ${line}`);
    else if (about?.[1] === 'HELP') family.help = once(family.help, about[3], line);
    else family.type = once(family.type, about?.[3], line);
  }
  for (const [name, family] of families) check(name, family);
  return families as ReadonlyMap<string, Family>;
}

function once(before: string | undefined, now: string | undefined, line: string): string {
  if (before !== undefined || now === undefined) throw new Error(`said twice, or nothing: ${line}`);
  return now;
}

/** Only what directly follows its family's lines may have a name that is longer than the family's. */
function familyOf(name: string, current: string): string {
  return [current, ...['_bucket', '_sum', '_count'].map((end) => current + end)].includes(name) ? current : name;
}

function sampleIn(line: string) {
  const [, name = '', labels = '', text = ''] = SAMPLE.exec(line) ?? [];
  const value = text === '+Inf' ? Infinity : Number(text);
  if (name === '' || text === '' || (Number.isNaN(value) && !/^nan$/i.test(text)))
    throw new Error(`no sample: ${line}`);
  return { name, labels: labelsIn(labels, line), value };
}

function labelsIn(text: string, line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  for (let at = 0; at < text.length; at = LABEL.lastIndex) {
    const [, name = '', value = ''] = LABEL.exec(text) ?? [];
    if (name === '' || name in labels) throw new Error(`bad labels: ${line}`);
    labels[name] = value;
  }
  return labels;
}

function check(name: string, { help, type, samples }: Partial<Family> & Pick<Family, 'samples'>): void {
  if (help === undefined || type === undefined || !TYPES.has(type)) throw new Error(`${name}: HELP or TYPE is missing`);
  const series = samples.map((sample) => [sample.name, ...linesOf(sample.labels)].join());
  if (new Set(series).size < series.length) throw new Error(`${name}: a series stands there twice`);
  if (type === 'histogram') checkHistogram(name, samples);
  else if (samples.some((sample) => sample.name !== name)) throw new Error(`${name}: a sample has another name`);
  if (type === 'counter' && !name.endsWith('_total')) throw new Error(`${name}: counters end in _total`);
  const isCount = (value: number) => value >= 0 && value < Infinity;
  if (type === 'counter' && !samples.every(({ value }) => isCount(value))) throw new Error(`${name}: no count`);
}

function checkHistogram(name: string, samples: Family['samples']): void {
  for (const series of new Set(samples.map(seriesOf))) {
    const of = samples.filter((sample) => seriesOf(sample) === series);
    const valuesOf = (end: string) => of.filter((sample) => sample.name === name + end).map(({ value }) => value);
    const counts = valuesOf('_bucket');
    const bounds = of.flatMap(({ labels: { le } }) =>
      le === undefined ? [] : [le === '+Inf' ? Infinity : Number(le)],
    );
    const isCumulative = counts.every((count, at) => at === 0 || count >= (counts[at - 1] ?? Infinity));
    const isInOrder = bounds.every((bound, at) => at === 0 || bound > (bounds[at - 1] ?? Infinity));
    const isWhole = bounds.at(-1) === Infinity && valuesOf('_count').join() === String(counts.at(-1));
    if (!isCumulative || !isInOrder || !isWhole || valuesOf('_sum').length !== 1 || of.length !== counts.length + 2)
      throw new Error(`${name}: ${series} is no histogram`);
  }
}

function seriesOf({ labels }: Family['samples'][number]): string {
  return linesOf({ ...labels, le: '' }).join();
}

function linesOf(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .toSorted();
}
