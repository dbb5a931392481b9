import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import { IsInt, IsString, Length, Max, Min } from 'class-validator';
import { validation } from './validation.js';

class Order {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  portions: number = 1;

  @IsString()
  @Length(1, 5)
  name: string = 'soup';
}

const checked = (value: object): Promise<unknown> => validation().transform(value, { type: 'body', metatype: Order });

describe('who sends what cannot be', () => {
  it.each([
    [{ portions: 'abc' }, '/portions', 'must be an integer number'],
    [{ portions: 1.5 }, '/portions', 'must be an integer number'],
    [{ portions: 101 }, '/portions', 'must not be greater than 100'],
    [{ name: 7 }, '/name', 'must be a string'],
    [{ name: 'sauces' }, '/name', 'must be shorter than or equal to 5 characters'],
  ])('is told one fault of a field, the one that has to be mended first: %j', async (value, pointer, detail) => {
    await expect(checked(value)).rejects.toMatchObject({ status: 400, errors: [{ pointer, detail }] });
  });
});
