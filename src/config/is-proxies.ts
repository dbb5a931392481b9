import { isIP } from 'node:net';
import { ValidateBy } from 'class-validator';

/** The property lists addresses, or ranges of them (`10.0.0.0/8`), with commas between. */
export function IsProxies(): PropertyDecorator {
  const validate = (text: unknown) => typeof text === 'string' && text.split(',').every((one) => isRange(one.trim()));
  const defaultMessage = () => 'must be IP addresses or ranges like 10.0.0.0/8 with a comma between them';
  return ValidateBy({ name: 'isProxies', validator: { validate, defaultMessage } });
}

/** A range of everything is none: whoever asked could then say of themselves where they come from. */
function isRange(text: string): boolean {
  const [, address = '', bits] = /^([^/]*)(?:\/([1-9]\d{0,2}))?$/.exec(text) ?? [];
  const longest = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return longest > 0 && Number(bits ?? longest) <= longest;
}
