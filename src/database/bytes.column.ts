import { customType } from 'drizzle-orm/pg-core';

/** Bytes as they are (`bytea`); both drivers bring them as a kind of Uint8Array. */
export const bytes = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength),
});
