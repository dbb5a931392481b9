import { pino, type Logger } from 'pino';
import type { Config } from './config.js';

/** JSON lines on standard output. Of requests `tellOfRequests` tells, and names neither headers nor queries: tokens and passwords never get there. */
export function logging({ LOG_LEVEL }: Config): Logger {
  return pino({ level: LOG_LEVEL });
}
