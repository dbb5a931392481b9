const WIDTH = 760;
const LABELS = 330;
const ROW = 24;
const TOP = 40;

/** Readable on a light page and on a dark one; colours beside the words are never all that tells two bars apart. */
const STYLE = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 14px }
  .bar { fill: #8c959f } .own { fill: #0a7d62 } .axis { stroke: #8c959f }
  @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .bar { fill: #6e7681 } .own { fill: #2fbf9b } }`;

/**
 * A bar for each value, to the right of zero or to its left, on one scale.
 *
 * @param {{ name: string, value: number, told: string, own?: boolean }[]} bars
 */
export function barsSvg(title, bars) {
  const height = TOP + bars.length * ROW + 12;
  const least = Math.min(0, ...bars.map(({ value }) => value));
  const most = Math.max(0, ...bars.map(({ value }) => value));
  const room = WIDTH - LABELS - 70;
  const x = (value) => LABELS + 10 + ((value - least) / (most - least)) * room;

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" role="img" aria-label="${escaped(title)}">
<style>${STYLE}
</style>
<text class="title" x="10" y="22">${escaped(title)}</text>
${bars.map((bar, at) => barOf(bar, TOP + at * ROW, x)).join('\n')}
<line class="axis" x1="${round(x(0))}" x2="${round(x(0))}" y1="${TOP - 6}" y2="${height - 8}"/>
</svg>
`;
}

function barOf({ name, value, told, own }, y, x) {
  const [from, to] = [Math.min(x(0), x(value)), Math.max(x(0), x(value))];
  const kind = own ? 'bar own' : 'bar';
  return [
    `<text x="${LABELS}" y="${y + 14}" text-anchor="end"${own ? ' font-weight="600"' : ''}>${escaped(name)}</text>`,
    `<rect class="${kind}" x="${round(from)}" y="${y + 2}" width="${round(Math.max(1, to - from))}" height="16" rx="2"/>`,
    `<text x="${round(to + 6)}" y="${y + 14}">${escaped(told)}</text>`,
  ].join('');
}

function round(number) {
  return Number(number.toFixed(1));
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('`', '');
}
