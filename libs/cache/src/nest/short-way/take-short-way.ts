import { UseGuards, type Type } from '@nestjs/common';
import { GUARDS_METADATA } from '@nestjs/common/internal';
import { MetadataScanner, type ModulesContainer } from '@nestjs/core';
import { ShortWayGuard } from './short-way.guard.js';

/** Puts the guard of the short way behind a handler's own. */
export function takeShortWay(prototype: object, name: string | symbol, descriptor: PropertyDescriptor): void {
  UseGuards(ShortWayGuard)(prototype, name, descriptor);
}

/**
 * Guards that are named above `@CachedResponse` were put behind it: here they come before it again. To be called before Nest makes the routes,
 * as late as the modules' constructors.
 */
export function putShortWaysLast(modules: ModulesContainer): void {
  const scanner = new MetadataScanner();
  for (const { metatype } of [...modules.values()].flatMap(({ controllers }) => [...controllers.values()])) {
    const prototype = (metatype as Type<object>).prototype as Record<string, object>;
    for (const name of scanner.getAllMethodNames(prototype)) putShortWayLast(prototype[name] as object);
  }
}

function putShortWayLast(handler: object): void {
  const guards = (Reflect.getMetadata(GUARDS_METADATA, handler) ?? []) as unknown[];
  if (!guards.includes(ShortWayGuard) || guards.at(-1) === ShortWayGuard) return;
  const before = guards.filter((guard) => guard !== ShortWayGuard);
  Reflect.defineMetadata(GUARDS_METADATA, [...before, ShortWayGuard], handler);
}
