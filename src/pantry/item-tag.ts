import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { etagOfResource } from '../http/precondition.js';
import type { PantryItemView } from './pantry.dto.js';

/** Says in the documentation that a route heeds `If-Match`. */
export const IfMatch = () =>
  ApiHeader({ name: 'If-Match', required: false, description: 'The ETag of what is to be changed' });

/** The tag of the item as it is answered here, for the next change's `If-Match`. */
export function tagged(reply: FastifyReply, item: PantryItemView): PantryItemView {
  void reply.header('etag', etagOfResource(item));
  return item;
}
