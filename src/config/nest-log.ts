import type { LoggerService } from '@nestjs/common';
import type { Level, Logger } from 'pino';

/** Parts of Nest that list every module and route at each start: a start says one line. */
const CHATTY = new Set<unknown>([
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestFactory',
  'NestApplication',
]);

/**
 * What is said through Nest's `Logger`, as lines of the program's own log: who says it stands in `context`, what was told beside the words in
 * fields of its own, and an error in `err` with its stack. What is chatty is heard only when it warns.
 */
export class NestLog implements LoggerService {
  constructor(private readonly logger: Logger) {}

  verbose(told: unknown, ...more: readonly unknown[]): void {
    this.#sayUnlessChatty('trace', told, more);
  }

  debug(told: unknown, ...more: readonly unknown[]): void {
    this.#sayUnlessChatty('debug', told, more);
  }

  log(told: unknown, ...more: readonly unknown[]): void {
    this.#sayUnlessChatty('info', told, more);
  }

  warn(told: unknown, ...more: readonly unknown[]): void {
    this.#say('warn', told, more);
  }

  error(told: unknown, ...more: readonly unknown[]): void {
    this.#say('error', told, more);
  }

  fatal(told: unknown, ...more: readonly unknown[]): void {
    this.#say('fatal', told, more);
  }

  #sayUnlessChatty(level: Level, told: unknown, more: readonly unknown[]): void {
    if (!CHATTY.has(more.at(-1))) this.#say(level, told, more);
  }

  /** Nest puts who says it last, behind what was said. */
  #say(level: Level, told: unknown, more: readonly unknown[]): void {
    const last = more.at(-1);
    // Where a hook fails at shutdown Nest names nobody, and the stack comes last, which stands in the error already.
    const context = isStack(last) ? undefined : last;
    const { fields, words } = saying(told, more.length > 1 ? more[0] : undefined);
    this.logger[level]({ context, ...fields }, words);
  }
}

/** Nest's users say words, words and a stack, an error, or what it is about and then the words. */
function saying(told: unknown, beside: unknown): { readonly fields?: object | null; readonly words?: string } {
  const words = typeof beside === 'string' ? { words: beside } : {};
  if (told instanceof Error) return { fields: { err: told }, ...words };
  if (typeof told === 'object') return { fields: told, ...words };
  if (typeof told !== 'string') return { words: JSON.stringify(told) };
  if (isStack(beside)) return { fields: { err: Object.assign(new Error(told), { stack: beside }) } };
  return { words: told };
}

function isStack(text: unknown): text is string {
  return typeof text === 'string' && /\n\s*at /.test(text);
}
