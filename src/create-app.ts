import { RequestMethod, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import type { Logger } from 'pino';
import { AppModule, type AppParts } from './app.module.js';
import { RateLimit } from './auth/rate-limit.js';
import type { Config } from './config/config.js';
import { logging } from './config/logging.js';
import { NestLog } from './config/nest-log.js';
import { API_PATH } from './http/api-path.js';
import { guardDoor, limitedFastify } from './http/fastify.js';
import { withDefaultsOptional } from './http/open-api.js';
import { countRefusals } from './http/refusals.js';
import { tellOfRequests } from './http/request-log.js';
import { protectAnswers } from './http/security-headers.js';

/** The application as `main` starts it and as tests start it; not yet listening. */
export async function createApp(config: Config, parts: AppParts = {}): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.with(config, parts),
    limitedFastify(config.TRUSTED_PROXIES),
    {
      bufferLogs: true,
      bodyParser: false,
      abortOnError: false,
    },
  );
  configure(app, logging(config));
  return app;
}

/** What is said of the application as a whole rather than of a room. */
function configure(app: NestFastifyApplication, logger: Logger): void {
  app.useLogger(new NestLog(logger));
  app.setGlobalPrefix(API_PATH, {
    exclude: ['health', 'health/live', 'health/ready', 'metrics', 'dashboard', 'dashboard/:file'].map((path) => ({
      path,
      method: RequestMethod.GET,
    })),
  });
  const instance = app.getHttpAdapter().getInstance();
  const limit = app.get(RateLimit);
  tellOfRequests(instance, logger);
  protectAnswers(instance);
  countRefusals(instance, (problem, request, reply) => limit.refuse(problem, request, reply));
  guardDoor(instance);
  documentation(app);
}

/** OpenAPI at /docs/json and a page to try it at /docs, from the controllers and their classes. */
function documentation(app: INestApplication): void {
  const about = new DocumentBuilder()
    .setTitle('PrepSense')
    .setDescription('What to cook from what you have, before it goes off')
    .setVersion('1')
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth()
    .build();
  const document = () => withDefaultsOptional(SwaggerModule.createDocument(app, about));
  SwaggerModule.setup('docs', app, document, { jsonDocumentUrl: 'docs/json' });
}
