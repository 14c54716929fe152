import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { Config } from '../../core/base/request/config.ts';
import { checkConfig } from '../../lib/routes.ts';

interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  default?: unknown;
  oneOf?: Schema[];
}

const page = readFileSync('docs/configuration.md', 'utf8');
const rows = [...page.matchAll(/^\| `([\w.[\]]+)` *\| (.*?) *\| (.+?) *\|$/gm)].map(
  ([, field = '', given = '', meaning = '']) => ({
    field,
    given,
    meaning,
  }),
);

/** Every field that has none of its own, with `needed`, its default as JSON, or nothing. */
function leaves({ properties = {}, required = [] }: Schema, path = ''): { field: string; given: string }[] {
  return Object.entries(properties).flatMap(([name, schema]) => {
    const inner = together(schema.items?.properties ? schema.items : schema);
    const at = `${path}${name}${schema.items?.properties ? '[]' : ''}`;
    if (inner.properties) return leaves(inner, `${at}.`);
    const given = schema.default === undefined ? '' : `\`${JSON.stringify(schema.default)}\``;
    return [{ field: at, given: required.includes(name) ? 'needed' : given }];
  });
}

/** The fields of all kinds; one is needed where every kind that has it needs it. */
function together(schema: Schema): Schema {
  const { oneOf: kinds = [schema] } = schema;
  if (!schema.oneOf) return schema;
  const properties = Object.assign(
    {},
    ...kinds.toReversed().map((kind) => kind.properties ?? {}),
  ) as Schema['properties'];
  const isNeeded = (name: string) =>
    kinds.every(({ properties: own = {}, required = [] }) => !(name in own) || required.includes(name));
  return { properties: properties!, required: Object.keys(properties!).filter(isNeeded) };
}

it('explains every field of the configuration with its default, and no other', () => {
  const schema = z.toJSONSchema(Config, { io: 'input', unrepresentable: 'any' }) as Schema;
  const expected = leaves(schema);
  expect(expected.length).toBeGreaterThan(30);
  const byField = (a: { field: string }, b: { field: string }) => (a.field < b.field ? -1 : 1);
  expect(rows.map(({ field, given }) => ({ field, given })).toSorted(byField)).toEqual(expected.toSorted(byField));
  for (const { field, meaning } of rows) expect(meaning.length, field).toBeGreaterThan(5);
});

it('gives an example of a route that is accepted', () => {
  const [, text = ''] = /```ts\n(\{[\s\S]+?\n\})\n```/.exec(page) ?? [];
  const route = new Function(`return (${text})`)() as object;
  const hub = { account: '111122223333', region: 'eu-west-1' };
  const { routes } = checkConfig({ hub, installation: 'ours', routes: [route] }, []);
  expect(routes[0]).toMatchObject({ name: 'prod-to-dev', limits: { volumes: 20 } });
});
