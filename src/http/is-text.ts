import { Transform } from 'class-transformer';
import { ValidateBy, type ValidationOptions } from 'class-validator';

/** Control characters, and halves of surrogate pairs: neither is writing, and the database takes neither everywhere. */
const NOT_WRITING = /[\p{Cc}\p{Cs}]/u;

export function isText(value: unknown): value is string {
  return typeof value === 'string' && !NOT_WRITING.test(value);
}

/** The property is text that people write in one line: well formed, no control characters. Its length is another rule's. */
export function IsText(options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'isText',
      validator: {
        validate: isText,
        defaultMessage: () => 'must be text without control characters',
      },
    },
    options,
  );
}

/** White space around a text is dropped before it is checked; a list's texts likewise. */
export function Trimmed(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => mapText(value, (text) => text.trim()));
}

/** As `Trimmed`, and in lower case. */
export function Lowered(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) => mapText(value, (text) => text.trim().toLowerCase()));
}

function mapText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((part: unknown) => (typeof part === 'string' ? change(part) : part));
  return value;
}
