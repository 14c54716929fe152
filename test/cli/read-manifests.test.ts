import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { writeKubernetesYaml } from '../../cli/kubernetes-yaml.ts';
import { readManifests } from '../../cli/read-manifests.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeferry-manifests-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function read(text: string, name = 'manifest.yaml') {
  const file = join(folder, name);
  writeFileSync(file, text);
  return readManifests([file]);
}
const spec = (value: string) =>
  read(`apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: thing}\nspec: ${value}\n`).objects[0]?.spec;

describe('a value without quotes', () => {
  // What sigs.k8s.io/yaml 1.6.0 makes of it.
  it.each([
    ['yes', true],
    ['off', false],
    ['0644', 420],
    ['0o644', 420],
    ['1_000', 1000],
    ['1e3', 1000],
    ['0.10', 0.1],
    ['2012-10-17', '2012-10-17'],
    ['2024-01-01T10:00:00Z', '2024-01-01T10:00:00Z'],
    ['22:22', '22:22'],
    ['12:30:45', '12:30:45'],
    ['e3', 'e3'],
    ['1e400', '1e400'],
    ['0899', 899],
    ['1.2.3', '1.2.3'],
    ['!!binary aGVsbG8=', 'hello'],
    ['~', null],
    ['{size: 1, size: 2}', { size: 2 }],
  ])('%s means to kubectl what it means here', (text, value) => {
    expect(spec(text)).toEqual(value);
  });

  it('is refused when JSON has no word for it', () => {
    expect(read('apiVersion: v1\nkind: A\nmetadata: {name: a}\nspec: .inf\n').problems).toEqual([
      expect.stringContaining('.inf is no number that JSON can hold'),
    ]);
  });
});

it('takes what `kubectl get --raw` answers, where the list alone names the kind', () => {
  const { objects, problems } = read(
    '{"apiVersion": "v1", "kind": "ConfigMapList", "items": [{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}]}',
    'list.json',
  );
  expect(problems).toEqual([]);
  expect(objects).toMatchObject([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } },
  ]);
});

it('says where JSON ends too early, and reads several documents of it', () => {
  const { problems: told } = read('{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"', 'cut.json');
  expect(told[0]).toContain('cut.json, document 1: ');
  const one = (name: string) => `{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "${name}"}}`;
  const { objects, problems } = read(`${one('a')}\n---\n${one('b')}\n`, 'two.json');
  expect([objects.map(({ metadata }) => metadata.name), problems]).toEqual([['a', 'b'], []]);
});

it('skips documents that hold only comments, and follows anchors', () => {
  const { objects, problems } = read(`# nothing here
---
---
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: &meta {name: a, labels: {app: a}}
- apiVersion: v1
  kind: Secret
  metadata: {<<: *meta, name: b}
`);
  expect(problems).toEqual([]);
  expect(objects.map(({ metadata }) => metadata)).toEqual([
    { name: 'a', labels: { app: 'a' } },
    { name: 'b', labels: { app: 'a' } },
  ]);
});

it('writes texts so that they stay texts', () => {
  const data = Object.fromEntries(
    [
      'yes',
      'y',
      'off',
      '0644',
      '0o644',
      '1_000',
      '1e3',
      '22:22',
      '2024-01-01',
      '~',
      'null',
      '',
      '=',
      '<<',
      '.inf',
      '- a',
    ].map((text, at) => [`key-${at}`, text]),
  );
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { on: 'y' } }, data };
  const text = writeKubernetesYaml(manifest);
  expect(read(text).objects).toEqual([manifest]);
  expect(text).toContain('"0o644"');
});

describe('a file that is made to break its reader', () => {
  it('is a mistake with its name when its aliases grow without end', () => {
    const levels = 'abcdefghi'.split('').map((name, at, all) => {
      const items = at === 0 ? 'lol' : `*${all[at - 1]}`;
      return `${name}: &${name} [${Array(9).fill(items).join(', ')}]`;
    });
    const { objects, problems } = read(levels.join('\n'), 'bomb.yaml');
    expect(objects).toEqual([]);
    expect(problems).toEqual([expect.stringMatching(/bomb\.yaml, document 1: it cannot be read: .*alias/i)]);
  });

  it('is a mistake with its name when it is nested too deep', () => {
    const { objects, problems } = read(`a: ${'['.repeat(20_000)}`, 'deep.yaml');
    expect(objects).toEqual([]);
    expect(problems[0]).toMatch(/deep\.yaml/);
  });
});
