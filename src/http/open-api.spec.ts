import { describe, expect, it } from '@jest/globals';
import type { OpenAPIObject } from '@nestjs/swagger';
import { withDefaultsOptional } from './open-api.js';

const schema = { type: 'integer', default: 8 } as const;

describe('what has a default', () => {
  it('may be left out of a query and of a body, unlike all else', () => {
    const parameters = ['weeks', 'userId'].map((name) => ({
      name,
      in: 'query' as const,
      required: true,
      schema: name === 'weeks' ? schema : { type: 'integer' as const },
    }));
    const document: OpenAPIObject = {
      openapi: '3.1.0',
      info: { title: 'any', version: '1' },
      paths: { '/any': { get: { parameters, responses: {} }, post: { responses: {} } } },
      components: {
        schemas: {
          Cooking: { type: 'object', properties: { dryRun: schema, recipeId: {} }, required: ['dryRun', 'recipeId'] },
          Other: { $ref: '#/components/schemas/Cooking' },
        },
      },
    };
    const { paths, components } = withDefaultsOptional(document);
    expect(paths['/any']?.get?.parameters).toMatchObject([{ required: false }, { required: true }]);
    expect(components?.schemas?.['Cooking']).toMatchObject({ required: ['recipeId'] });
  });
});
