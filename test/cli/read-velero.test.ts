import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readRules } from '../../cli/rules/read-rules.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeferry-velero-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return name;
};
const MODIFIERS = `version: V1
resourceModifierRules:
- conditions:
    groupResource: persistentvolumeclaims
    matches: [{ path: /spec/replicas, value: 3 }]
  patches:
  - { operation: replace, path: /spec/storageClassName, value: premium }
  - { operation: add, path: /spec/count, value: 5 }
- conditions: { groupResource: pods }
  mergePatches:
  - patchData: |
      metadata: { annotations: { foo: null } }
`;
const configMap = (labels: string, data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n  labels: { velero.io/plugin-config: "", ${labels} }\ndata:\n${data}`;
const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '    ');

// Promise: velero-documents-as-they-are
it('reads the text of resource modifiers, and ConfigMaps of all three kinds', () => {
  const names = [
    written('modifiers.yaml', MODIFIERS),
    written('wrapped.yaml', configMap('app: x', `  any.yaml: |\n${indented(MODIFIERS)}`)),
    written('classes.yaml', configMap('velero.io/change-storage-class: RestoreItemAction', '  gp2: gp3\n')),
    written(
      'images.yaml',
      configMap('velero.io/change-image-name: RestoreItemAction', '  one: "1.1.1.1:5000,2.2.2.2:3000"\n'),
    ),
  ];
  const rules = written('rules.yaml', `own: []\nvelero: [${names.join(', ')}]\n`);
  const { velero } = readRules(join(folder, rules));
  expect(velero?.storageClasses).toEqual({ gp2: 'gp3' });
  expect(velero?.images).toEqual(['1.1.1.1:5000,2.2.2.2:3000']);
  expect(velero?.modifiers).toHaveLength(4);
  expect(velero?.modifiers.slice(2)).toEqual(velero?.modifiers.slice(0, 2));
  expect(velero?.modifiers[0]).toMatchObject({
    conditions: { groupResource: 'persistentvolumeclaims', matches: [{ path: '/spec/replicas', value: '3' }] },
    patches: [{ value: 'premium' }, { value: '5' }],
  });
  expect(velero?.modifiers[1]?.mergePatches).toEqual([{ patchData: { metadata: { annotations: { foo: null } } } }]);
});

it('says of every file what is wrong with it', () => {
  const names = [
    written('v2.yaml', MODIFIERS.replace('V1', 'v2')),
    written('two.yaml', configMap('app: x', '  a: b\n  c: d\n')),
    written('pod.yaml', 'kind: Pod\n'),
    written('map.yaml', MODIFIERS.replace('|\n      metadata', '\n      metadata')),
    'missing.yaml',
  ];
  const rules = written('wrong.yaml', `velero: [${names.join(', ')}]\n`);
  const said = () => readRules(join(folder, rules));
  for (const why of [
    /v2\.yaml: version has to be v1/,
    /two\.yaml: .*has one key/,
    /pod\.yaml: it has neither/,
    /map\.yaml: .*patchData is a text/,
    /missing\.yaml: there is no such file/,
  ])
    expect(said).toThrow(why);
});

it('finds a field that no modifier has', () => {
  written('strange.yaml', MODIFIERS.replace('groupResource: pods', 'groupResource: pods, kinds: [Pod]'));
  const rules = written('strange-rules.yaml', 'velero: [strange.yaml]\n');
  expect(() => readRules(join(folder, rules))).toThrow(
    /velero\.modifiers\.1\.conditions\.kinds: There is no such field/,
  );
});
