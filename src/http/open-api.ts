import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/** The document with all that has a default told as what may be left out. It changes the one that it is given. */
export function withDefaultsOptional(document: OpenAPIObject): OpenAPIObject {
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path ?? {}));
  for (const { parameters = [] } of operations as readonly { parameters?: readonly Parameter[] }[]) {
    for (const parameter of parameters) if (hasDefault(parameter.schema)) parameter.required = false;
  }
  for (const schema of Object.values(document.components?.schemas ?? {})) leaveOut(schema);
  return document;
}

interface Parameter {
  required?: boolean;
  readonly schema?: object;
}

const hasDefault = (schema: object | undefined) => schema !== undefined && 'default' in schema;

function leaveOut(schema: Schema): void {
  if ('$ref' in schema || !schema.required || !schema.properties) return;
  const { properties } = schema;
  schema.required = schema.required.filter((name) => !hasDefault(properties[name]));
}
