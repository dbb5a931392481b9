import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { badInput } from './problem.js';

/** PostgreSQL's largest `integer`. */
export const LARGEST_ID = 2_147_483_647;

/** The id that `text` spells in its one canonical form, or undefined: no sign, no leading zero, nothing around it. */
export function parseId(text: unknown): number | undefined {
  if (typeof text !== 'string' || !/^[1-9]\d{0,9}$/.test(text)) return undefined;
  const id = Number(text);
  return id <= LARGEST_ID ? id : undefined;
}

/** A path parameter that is a positive integer. */
@Injectable()
export class IdPipe implements PipeTransform<string, number> {
  transform(value: string, { data = 'id' }: ArgumentMetadata): number {
    const id = parseId(value);
    if (id === undefined) throw badInput(`${data} must be a positive integer`);
    return id;
  }
}
