import type { Params } from 'nestjs-pino';
import type { Config } from './config.js';

/** Parts of Nest that list every module and route at each start: a start says one line. */
const CHATTY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);
const INFO = 30;

/** JSON lines on standard output. Of requests `tellOfRequests` tells, and names neither headers nor queries: tokens and passwords never get there. */
export function logging({ LOG_LEVEL }: Config): Params {
  return {
    forRoutes: [],
    pinoHttp: {
      level: LOG_LEVEL,
      // They are given as they are to be written.
      wrapSerializers: false,
      serializers: { req: asItIs, res: asItIs },
      hooks: {
        logMethod(told, write, level) {
          const [about] = told as readonly unknown[];
          if (level > INFO || !CHATTY.has(contextOf(about))) write.apply(this, told);
        },
      },
    },
  };
}

const asItIs = (what: unknown) => what;

function contextOf(about: unknown): string {
  return typeof about === 'object' && about !== null && 'context' in about ? String(about.context) : '';
}
