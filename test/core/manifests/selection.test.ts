import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../core/manifests/kube-object.ts';
import { parseLabelSelector } from '../../../core/manifests/label-selector.ts';
import { isNeverExported, isSelected, isSystemNamespace } from '../../../core/manifests/selection.ts';

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

  it('names the part that it cannot read', () => {
    expect(() => parseLabelSelector('app=web,tier like x')).toThrow('"tier like x" is no part of a label selector');
  });
});

describe('kinds that are never exported', () => {
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
    [resource('example.com/v1', 'Node'), false],
  ])('%o', (each, expected) => expect(isNeverExported(each)).toBe(expected));
});
