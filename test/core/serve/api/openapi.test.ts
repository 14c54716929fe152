import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openApi } from '../../../../core/serve/api/openapi.ts';

it('is what docs/openapi.json says', () => {
  const wayOut = 'node cli/main.ts openapi > docs/openapi.json && biome check --write docs/openapi.json';
  expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8')), `write it again: ${wayOut}`).toEqual(openApi());
});

it('points to nothing that it does not have', () => {
  const document = openApi();
  const text = JSON.stringify(document);
  const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(20);
  for (const name of names) expect(Object.keys(document.components.schemas)).toContain(name);
});

it('tells every field of a request, with what is allowed', () => {
  const { Request } = openApi().components.schemas;
  expect(Request).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: {
      selection: { properties: { namespaces: { type: 'array' } } },
      onConflict: { enum: ['fail', 'skip', 'update', 'refresh'] },
    },
  });
  expect(Object.keys(Request?.properties ?? {})).not.toContain('mode');
});
