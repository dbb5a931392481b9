import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';

/** Listening, with nothing that the platform does not do by itself. */
export async function started(platform, metadata) {
  class DishesModule {}
  Module(metadata)(DishesModule);
  const app = await NestFactory.create(DishesModule, await adapterFor(platform), { logger: ['warn', 'error'] });
  await app.listen(0, '127.0.0.1');
  return { app, port: app.getHttpServer().address().port };
}

async function adapterFor(platform) {
  if (platform === 'fastify') return new (await import('@nestjs/platform-fastify')).FastifyAdapter();
  return new (await import('nest-on-express')).ExpressAdapter();
}
