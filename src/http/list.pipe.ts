import { Injectable, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { badInput, type FieldFault } from './problem.js';
import { faultsOf, hiddenFaultsOf } from './validation.js';

/** A body that is a list: each member is checked against `member` by the rules of single bodies, with pointers like `/3/name`. */
@Injectable()
export class ListPipe<T extends object> implements PipeTransform<unknown, T[]> {
  constructor(
    private readonly member: Type<T>,
    private readonly most: number,
  ) {}

  transform(body: unknown): T[] {
    if (!Array.isArray(body)) throw badInput('The body must be a list');
    if (body.length > this.most) throw badInput(`The list has ${body.length} members, at most ${this.most} are taken`);

    const faults: FieldFault[] = [];
    const members = body.map((plain: unknown, index) => this.#memberOf(plain, `/${index}`, faults));
    if (faults.length > 0) throw badInput('Some fields are not valid', faults);
    return members as T[];
  }

  #memberOf(plain: unknown, pointer: string, faults: FieldFault[]): T | undefined {
    if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
      faults.push({ pointer, detail: 'must be an object' });
      return undefined;
    }
    faults.push(...hiddenFaultsOf(plain, pointer));
    const member = plainToInstance(this.member, plain);
    const errors = validateSync(member, { whitelist: true, forbidNonWhitelisted: true, forbidUnknownValues: true });
    faults.push(...errors.flatMap((error) => faultsOf(error, pointer)));
    return member;
  }
}
