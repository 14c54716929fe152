import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { requestOf } from '../../cli/api/request-flags.ts';
import { requestSchema } from '../../cli/commands/schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeferry-schema-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('knows every field of a request, what is allowed there, and no other', () => {
  expect(requestSchema()).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: {
      selection: { properties: { namespaces: { type: 'array' } } },
      onConflict: { enum: ['fail', 'skip', 'update', 'refresh'] },
      $schema: { type: 'string' },
    },
  });
});

it('sends nothing of where a file says that its schema is', () => {
  const file = join(folder, 'request.json');
  writeFileSync(file, JSON.stringify({ $schema: './request.schema.json', ttl: '3d' }));
  expect(requestOf({ request: file, namespace: [], mapNamespace: [] })).toEqual({ ttl: '3d' });
});
