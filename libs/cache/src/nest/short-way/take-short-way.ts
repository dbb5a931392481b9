import { UseGuards } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/internal';
import type { ModulesContainer } from '@nestjs/core';
import { handlersIn } from '../handlers-in.js';
import { ShortWayGuard } from './short-way.guard.js';

/** What Nest tells Fastify of a route, and Fastify its hooks. */
export type RouteConfig = Readonly<Record<string | symbol, unknown>>;

/** Where `RouteConfig` of `@nestjs/platform-fastify`, which is not there for everybody, puts it. */
export const ROUTE_CONFIG_METADATA = '__fastify_route_config__';

const CACHED_HANDLER = Symbol('cached handler');

/** Puts the guard of the short way behind a handler's own. */
export function takeShortWay(prototype: object, name: string | symbol, descriptor: PropertyDescriptor): void {
  UseGuards(ShortWayGuard)(prototype, name, descriptor);
}

/**
 * Guards that are named above `@CachedResponse` were put behind it: here they come before it again. And Fastify's routes are told whose they are. To
 * be called before Nest makes the routes, as late as the modules' constructors.
 */
export function prepareShortWays(modules: ModulesContainer): void {
  for (const { handler } of handlersIn(modules)) prepareShortWay(handler);
}

function prepareShortWay(handler: object): void {
  const guards = guardsOf(handler);
  if (!guards.includes(ShortWayGuard)) return;
  const before = guards.filter((guard) => guard !== ShortWayGuard);
  Reflect.defineMetadata(GUARDS_METADATA, [...before, ShortWayGuard], handler);
  const said = Reflect.getMetadata(ROUTE_CONFIG_METADATA, handler) as RouteConfig | undefined;
  Reflect.defineMetadata(ROUTE_CONFIG_METADATA, { ...said, [CACHED_HANDLER]: handler }, handler);
}

/** The handler whose hits may take the short way, where this is a route of one. */
export function cachedHandlerIn(config: RouteConfig | undefined): object | undefined {
  return config?.[CACHED_HANDLER] as object | undefined;
}

/** What a handler or a controller names as its guards. */
export function guardsOf(place: object): unknown[] {
  return (Reflect.getMetadata(GUARDS_METADATA, place) ?? []) as unknown[];
}
