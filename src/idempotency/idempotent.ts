import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

/**
 * For a POST that creates: with an `Idempotency-Key` it happens once in 24 hours. The same key and body give the first answer
 * again (`Idempotency-Replayed: true`), another body 422, a second while the first is under way 409; a failure frees the key.
 * Not for answers that hold secrets: they are kept. The room imports `IdempotencyModule`.
 */
export const Idempotent = () =>
  applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description: 'Repeating it within 24 hours with the same body gives the first answer again',
    }),
  );
