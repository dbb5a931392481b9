import type { ReadMode } from '../reading.js';

/** What a request's `Cache-Control` asks for, as far as it concerns us. */
export interface RequestDirectives {
  readonly mode: ReadMode;
  readonly onlyIfCached: boolean;
}

/** Unknown and malformed directives are ignored, as RFC 9111 5.2 has it. `max-age=0`, what a browser's reload sends, is `no-cache`. */
export function requestDirectives(cacheControl: string | undefined): RequestDirectives {
  const directives = new Set(
    (cacheControl ?? '')
      .toLowerCase()
      .split(',')
      .map((directive) => directive.trim()),
  );
  const refreshes = directives.has('no-cache') || directives.has('max-age=0');
  const mode = directives.has('no-store') ? 'bypass' : refreshes ? 'refresh' : 'use';
  return { mode, onlyIfCached: directives.has('only-if-cached') };
}
