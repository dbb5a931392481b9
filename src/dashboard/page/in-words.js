/** What is not known is a dash, never a zero. */
const UNKNOWN = '–';

const known = (value, tell) => (typeof value === 'number' && Number.isFinite(value) ? tell(value) : UNKNOWN);

export const count = (value) => known(value, (whole) => whole.toLocaleString('en'));

/** A ratio 0..1. */
export const share = (value) => known(value, (ratio) => `${(ratio * 100).toFixed(1)} %`);

export const milliseconds = (value) => known(value, (ms) => `${ms < 10 ? ms.toFixed(2) : ms.toFixed(0)} ms`);

export const bytes = (value) =>
  known(value, (size) => {
    const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
    const power = size < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(size) / 10));
    return `${(size / 1024 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power]}`;
  });

export const lasting = (value) =>
  known(value, (seconds) => {
    if (seconds >= 172_800) return `${(seconds / 86_400).toFixed(1)} d`;
    if (seconds >= 7200) return `${(seconds / 3600).toFixed(1)} h`;
    return seconds >= 120 ? `${(seconds / 60).toFixed(1)} min` : `${seconds} s`;
  });

/** A name of two or more words, as they are said. */
export const words = (name) =>
  typeof name === 'string' ? name.replaceAll(/[A-Z]/g, (capital) => ` ${capital.toLowerCase()}`) : UNKNOWN;
