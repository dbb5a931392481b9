import type { Params } from 'nestjs-pino';
import type { Config } from './config.js';

/** Parts of Nest that list every module and route at each start: a start says one line. */
const CHATTY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);
const INFO = 30;

/** JSON lines on standard output. Tokens and passwords never get there. */
export function logging({ LOG_LEVEL }: Config): Params {
  return {
    pinoHttp: {
      level: LOG_LEVEL,
      hooks: {
        logMethod(told, write, level) {
          const [about] = told as readonly unknown[];
          if (level > INFO || !CHATTY.has(contextOf(about))) write.apply(this, told);
        },
      },
      redact: ['req.headers.authorization', 'req.headers.cookie', 'res.headers["set-cookie"]'],
      customLogLevel: (_request, { statusCode }) =>
        statusCode >= 500 ? 'error' : statusCode >= 400 ? 'info' : 'debug',
      serializers: {
        req: ({ id, method, url }: { id: unknown; method: string; url: string }) => ({
          id,
          method,
          path: url.split('?')[0],
        }),
        res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      },
    },
  };
}

function contextOf(about: unknown): string {
  return typeof about === 'object' && about !== null && 'context' in about ? String(about.context) : '';
}
