import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { requestOf } from '../../../cli/api/request-flags.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeferry-flags-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (text: string) => {
  writeFileSync(join(folder, 'request'), text);
  return join(folder, 'request');
};
const NONE = { namespace: [], mapNamespace: [] };

it('asks for the defaults of the route when nothing is given', () => expect(requestOf(NONE)).toEqual({}));

it('lays flags over the file, and keeps what they do not say', () => {
  const request = file('selection: { namespaces: [a], labelSelector: app=shop }\nvolumes: { claims: { a/b: skip } }\n');
  const flags = { request, namespace: ['shop'], mapNamespace: ['shop=shop-2'], strategy: 'copy-blocks', quiesce: true };
  expect(requestOf({ ...flags, ttl: '12h', onConflict: 'skip' })).toEqual({
    selection: { namespaces: ['shop'], labelSelector: 'app=shop' },
    mappings: { namespaces: { shop: 'shop-2' } },
    volumes: { claims: { 'a/b': 'skip' }, strategy: 'copy-blocks' },
    quiesce: { scaleToZero: true },
    onConflict: 'skip',
    ttl: '12h',
  });
});

it('keeps the snapshot from before a volume is handed over, beside what the file says of volumes', () => {
  const request = file('volumes: { claims: { a/b: skip } }\n');
  const flags = { ...NONE, request, strategy: 'hand-over', safetySnapshot: 'keep' };
  expect(requestOf(flags)).toEqual({
    volumes: { claims: { 'a/b': 'skip' }, strategy: 'hand-over', safetySnapshot: 'keep' },
  });
  expect(requestOf({ ...NONE, safetySnapshot: 'remove' })).toEqual({ volumes: { safetySnapshot: 'remove' } });
});

it('asks for all that a cut-over needs with one flag', () => {
  const flags = { ...NONE, request: file('quiesce: { hooks: [] }'), cutOver: true };
  expect(requestOf(flags)).toEqual({
    quiesce: { hooks: [], scaleToZero: true },
    profile: 'migrate',
    cutOver: true,
  });
});

it('asks for a migration in rounds, and leaves the rest of it to the request', () => {
  expect(requestOf({ ...NONE, migrate: 'on-approval', maxDowntime: '10' })).toEqual({
    migrate: { cutOver: 'on-approval', maxDowntimeMinutes: 10 },
  });
});

it('selects and maps by flags alone', () => {
  const flags = {
    ...NONE,
    namespace: ['shop'],
    selector: 'app=web',
    includeKind: ['Deployment.apps', 'Secret'],
    excludeKind: ['Ingress'],
    object: ['Deployment.apps/shop/web', 'Certificate/tls'],
    mapStorageClass: ['gp2=gp3', 'io1=io2'],
    mapImage: ['registry.example/prod=registry.example/dev'],
    mapHost: ['*.prod.example=*.dev.example'],
  };
  expect(requestOf(flags)).toEqual({
    selection: {
      namespaces: ['shop'],
      labelSelector: 'app=web',
      includeKinds: ['Deployment.apps', 'Secret'],
      excludeKinds: ['Ingress'],
      objects: [
        { kind: 'Deployment.apps', namespace: 'shop', name: 'web' },
        { kind: 'Certificate', name: 'tls' },
      ],
    },
    mappings: {
      storageClasses: { gp2: 'gp3', io1: 'io2' },
      images: { 'registry.example/prod': 'registry.example/dev' },
      hosts: { '*.prod.example': '*.dev.example' },
    },
  });
  const wrong = {
    ...NONE,
    object: ['web', 'a/b/c/d', '/web'],
    mapHost: ['a'],
    allNamespaces: true,
    namespace: ['shop'],
  };
  expect(() => requestOf(wrong)).toThrow(
    /--all-namespaces and.*--object web:.*a\/b\/c\/d.*--object \/web.*--map-host a:/s,
  );
});

it('takes all namespaces in the place of those of the file, and others in the place of all', () => {
  const named = file('selection: { namespaces: [a], excludeKinds: [Secret] }');
  expect(requestOf({ ...NONE, request: named, allNamespaces: true })).toEqual({
    selection: { allNamespaces: true, excludeKinds: ['Secret'] },
  });
  const all = file('selection: { allNamespaces: true, excludeKinds: [Secret] }');
  expect(requestOf({ ...NONE, request: all, namespace: ['shop'] })).toEqual({
    selection: { namespaces: ['shop'], excludeKinds: ['Secret'] },
  });
});

it('names every flag that it does not understand', () => {
  const flags = { request: join(folder, 'nowhere'), namespace: [], mapNamespace: ['shop', 'a=b=c'] };
  expect(() => requestOf(flags)).toThrow(/nowhere.*--map-namespace shop:.*--map-namespace a=b=c/s);
  expect(() => requestOf({ ...NONE, request: file('[]') })).toThrow('one object');
  expect(() => requestOf({ ...NONE, request: folder })).toThrow('that is a folder');
});

it("takes rules of one's own from a file of their own, and names what is wrong with them", () => {
  const rule = '{ name: mine, description: Mine., when: { kinds: [Pod] }, drop: not needed }';
  const own = [{ name: 'mine', description: 'Mine.', when: { kinds: ['Pod'] }, drop: 'not needed' }];
  for (const text of [rule, `[${rule}]`, `own: [${rule}]`])
    expect(requestOf({ ...NONE, rules: file(text) })).toEqual({ rules: { own, disable: [] } });
  expect(() => requestOf({ ...NONE, rules: file('name: Mine') })).toThrow(/request: own\.0\.name: /);
  expect(() => requestOf({ ...NONE, rules: 'nowhere.yaml' })).toThrow('nowhere.yaml: there is no such file.');
});
