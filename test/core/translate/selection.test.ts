import { describe, expect, it } from 'vitest';
import { parseLabelSelector } from '../../../core/base/request/label-selector.ts';
import { isNeverListed, isSelected } from '../../../core/translate/selection.ts';
import type { KubeObject } from '../../../kube/kube-object.ts';
import { isSystemNamespace } from '../../../kube/system.ts';

const web: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', labels: { app: 'web', tier: 'front' } },
};

describe('a selection', () => {
  it.each([
    ['every namespace but the system ones when it names none', { namespaces: [] }, true],
    ['a namespace that it names', { namespaces: ['shop'] }, true],
    ['no other namespace', { namespaces: ['pay'] }, false],
    ['a kind by its name', { namespaces: [], includeKinds: ['Deployment'] }, true],
    ['a kind by name and group', { namespaces: [], includeKinds: ['Deployment.apps'] }, true],
    ['no kind of another group', { namespaces: [], includeKinds: ['Deployment.example.com'] }, false],
    ['no excluded kind', { namespaces: [], excludeKinds: ['Deployment'] }, false],
    ['a single object', { namespaces: [], objects: [{ kind: 'Deployment', namespace: 'shop', name: 'web' }] }, true],
    [
      'no object of the same name elsewhere',
      { namespaces: [], objects: [{ kind: 'Deployment', namespace: 'pay', name: 'web' }] },
      false,
    ],
    ['objects with the labels', { namespaces: [], labelSelector: 'app=web' }, true],
    ['no objects without them', { namespaces: [], labelSelector: 'app=db' }, false],
  ])('takes %s', (_, selection, expected) => expect(isSelected(web, selection)).toBe(expected));

  // Promise: skips-system-namespaces
  it('leaves system namespaces out', () => {
    expect(isSystemNamespace('kube-system')).toBe(true);
    expect(isSelected({ ...web, metadata: { name: 'a', namespace: 'kube-system' } }, { namespaces: [] })).toBe(false);
  });
});

describe('a label selector', () => {
  it.each([
    ['app=web', true],
    ['app==web,tier!=back', true],
    ['tier in (front, back)', true],
    ['tier notin (front)', false],
    ['canary notin (yes)', true],
    ['app,!canary', true],
    ['canary', false],
    ['canary!=yes', true],
    ['', true],
  ])('%j on app=web,tier=front', (text, expected) => {
    expect(parseLabelSelector(text)({ app: 'web', tier: 'front' })).toBe(expected);
  });

  // What labels.Parse of k8s.io/apimachinery v0.36.3 says of each.
  it.each([
    ['in in (in)', { in: 'in' }, true],
    ['tier in (front,)', { tier: '' }, true],
    ['tier in ()', { tier: '' }, true],
    ['tier in ()', {}, false],
    ['tier notin ()', { tier: 'front' }, true],
    ['tier in (front,,back)', { tier: '' }, true],
    ['tier in (front,,,)', { tier: '' }, true],
    ['app=', { app: '' }, true],
    ['app=', {}, false],
    ['size>5', { size: '6' }, true],
    ['size<5', { size: '6' }, false],
    ['size>5', { size: 'large' }, false],
    ['example.com/role=db', { 'example.com/role': 'db' }, true],
    ['app!=web', {}, true],
    ['constructor', {}, false],
  ])('%j on %o', (text, labels, expected) => expect(parseLabelSelector(text)(labels)).toBe(expected));

  it.each([
    ['app in ((', 'at character 9 is "(", where a value should be'],
    ['app=web,tier like x', 'at character 14 is "like", where "=", "!=", "in", "notin" or "," should be'],
    ['app=web,', 'it ends where the name of a label should be'],
    ['app = my app', 'at character 10 is "app", where "," or the end should be'],
    ['app in (web', 'it ends where "," or ")" should be'],
    ['app in web', 'at character 8 is "web", where "(" should be'],
    ['a/b/c=d', '"a/b/c" at character 1 is no name of a label'],
    ['app=-web', '"-web" at character 5 is no value of a label'],
    ['size>x', '"x" at character 6 is no whole number'],
  ])('names the place where %j cannot be read, and shows how to write one', (text, place) => {
    const parse = () => parseLabelSelector(text);
    expect(parse).toThrow(`${JSON.stringify(text)} is no label selector: ${place}`);
    expect(parse).toThrow('such as app=web,tier in (front,back)');
  });
});

describe('kinds that are not even listed', () => {
  const resource = (apiVersion: string, kind: string, verbs = ['list']) => ({
    apiVersion,
    kind,
    verbs,
    resource: 'x',
    namespaced: true,
  });
  it.each([
    [resource('v1', 'Event'), true],
    [resource('coordination.k8s.io/v1', 'Lease'), true],
    [resource('metrics.k8s.io/v1beta1', 'PodMetrics'), true],
    [resource('v1', 'Binding', ['create']), true],
    [resource('v1', 'Secret'), false],
    [resource('velero.io/v1', 'Backup'), false],
    [resource('snapshot.storage.k8s.io/v1', 'VolumeSnapshot'), false],
    [resource('example.com/v1', 'Node'), false],
  ])('%o', (each, expected) => expect(isNeverListed(each)).toBe(expected));
});
