import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { ERRORS } from '../../core/base/errors.ts';
import { Request } from '../../core/base/request/request.ts';

const documents = ['README.md', ...filesOf('docs'), ...filesOf('changelog'), ...filesOf('statemachines')].filter(
  (path) => path.endsWith('.md') && existsSync(path),
);

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
}

const read = (path: string) => readFileSync(path, 'utf8');

/** As GitHub makes anchors of headings. */
const anchorsOf = (path: string) =>
  [...read(path).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );

const linksOf = (path: string) =>
  [...read(path).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));

it('has a section in the runbook for every error name', () => {
  const headings = [...read('docs/runbook.md').matchAll(/^### (.+)$/gm)].map(([, heading]) => heading);
  for (const name of Object.keys(ERRORS)) expect(headings).toContain(name);
});

it('links only to files and headings that are there', () => {
  const broken = documents.flatMap((path) =>
    linksOf(path)
      .filter((link) => {
        const [file = '', anchor] = link.split('#');
        const target = file ? join(dirname(path), file) : path;
        return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
      })
      .map((link) => `${path}: ${link}`),
  );
  expect(broken).toEqual([]);
});

it('names only files and folders that are there', () => {
  const known = readdirSync('.', { withFileTypes: true }).map((entry) => entry.name);
  const missing = documents.flatMap((path) =>
    [...read(path).matchAll(/`([\w.-]+\/[\w./-]*)`/g)]
      .map(([, name = '']) => name)
      .filter((name) => known.includes(name.split('/')[0] ?? '') && !existsSync(name))
      .map((name) => `${path}: ${name}`),
  );
  expect(missing).toEqual([]);
});

it('explains every field of a request, and no other', () => {
  const schema = z.toJSONSchema(Request, { io: 'input' }) as { properties: Record<string, Schema> };
  const rows = [...read('docs/request.md').matchAll(/^\| `([\w.[\]]+)`/gm)].map(([, field]) => field);
  expect(rows.sort()).toEqual(leaves(schema.properties).sort());
});

it('gives an example of a request that is accepted', () => {
  const examples = [...read('docs/request.md').matchAll(/```json\n([^`]+)```/g)].map(([, text = '']) =>
    JSON.parse(text),
  );
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) expect(Request.safeParse(example).error).toBeUndefined();
});

it('writes every change for a user: kind, what was, what is', () => {
  const changes = readdirSync('changelog/unreleased');
  expect(changes.length).toBeGreaterThan(0);
  for (const name of changes) {
    const [first = '', blank, ...text] = read(join('changelog/unreleased', name)).trimEnd().split('\n');
    expect(first, name).toMatch(/^(Bugfix|Change|Enhancement|Security): [A-Z].{5,80}[^.]$/);
    expect(blank, name).toBe('');
    expect(text.join(' ').length, name).toBeGreaterThan(60);
  }
});

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
}

/** `quiesce.hooks[].before`: every field that has no fields of its own. */
function leaves(properties: Record<string, Schema>, path = ''): string[] {
  return Object.entries(properties).flatMap(([name, { properties: inner, items }]) => {
    if (inner) return leaves(inner, `${path}${name}.`);
    if (items?.properties) return leaves(items.properties, `${path}${name}[].`);
    return [`${path}${name}`];
  });
}
