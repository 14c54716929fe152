import { describe, expect, it } from 'vitest';
import { findEmpty } from '../../../core/plan/empty-selection.ts';
import type { PlannedObject } from '../../../core/plan/planned-object.ts';

const NAMESPACE: PlannedObject = {
  ref: { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
  outcome: 'apply',
  rules: [],
};
const inside = (
  namespace: string,
  kind: string,
  outcome: PlannedObject['outcome'],
  reason?: string,
): PlannedObject => ({
  ref: { apiVersion: 'v1', kind, namespace, name: 'web' },
  outcome,
  ...(reason ? { reason } : {}),
  rules: [],
});
const generated = inside('shop', 'ServiceAccount', 'drop', 'each namespace gets its own');
const told = (...given: Parameters<typeof findEmpty>) =>
  findEmpty(...given).map(({ severity, sentence }) => `${severity}: ${sentence}`);

describe('a selection', () => {
  it('is fine when something is copied, and also when that is blocked for another reason', () => {
    expect(told({ namespaces: ['shop'] }, ['shop'], [NAMESPACE, inside('shop', 'Service', 'apply')])).toEqual([]);
    expect(told({ namespaces: ['shop'] }, ['shop'], [NAMESPACE, inside('shop', 'Service', 'block')])).toEqual([]);
  });

  it.each([
    [{ labelSelector: 'app=nope' }, 'selection.labelSelector "app=nope" matches nothing in shop'],
    [{ includeKinds: ['Secret', 'Widget'] }, 'selection.includeKinds (Secret, Widget) matches nothing in shop'],
    [
      { labelSelector: 'app=nope', objects: [{ kind: 'Service', name: 'web' }] },
      'selection.labelSelector "app=nope" with selection.objects matches nothing in shop',
    ],
  ])('of %o by which nothing but namespaces is copied is a mistake', (more, why) => {
    const [only, ...others] = told({ namespaces: ['shop'], ...more }, ['shop'], [NAMESPACE]);
    expect(only).toMatch(/^blocker: The selection copies nothing but namespaces/);
    expect(only).toContain(why);
    expect(others).toEqual([]);
  });

  it('of what its owners make again is told apart: the labels of pods are not those of their Deployment', () => {
    const pod = inside('shop', 'Pod', 'drop', 'ReplicaSet web makes it again');
    const [only] = told({ namespaces: [], labelSelector: 'app=web' }, ['shop'], [NAMESPACE, pod]);
    expect(only).toContain('is not copied, such as v1 Pod shop/web (ReplicaSet web makes it again)');
    expect(only).toContain('Select what owns it');
  });

  // Promise: refuses-empty-selection
  it('of a namespace that is empty is a warning, since it may well be', () => {
    const [only, ...others] = told({ namespaces: ['shop'] }, ['shop'], [NAMESPACE, generated]);
    expect(only).toMatch(/^warning: Of namespace "shop" only the namespace itself is copied/);
    expect(only).toContain('look at the source');
    expect(others).toEqual([]);
    const [excluding] = told({ namespaces: ['shop'], excludeKinds: ['Service'] }, ['shop'], [NAMESPACE]);
    expect(excluding).toMatch(/^warning: .* look at the selection/);
  });

  it('names each listed namespace of which nothing is copied, beside one that is not empty', () => {
    const objects = [NAMESPACE, inside('shop', 'Service', 'apply')];
    expect(told({ namespaces: ['shop', 'pay'], labelSelector: 'app=web' }, ['shop', 'pay'], objects)).toEqual([
      expect.stringMatching(/^warning: Of namespace "pay" .*selection.labelSelector "app=web" matches nothing there/),
    ]);
    expect(told({ namespaces: [] }, ['shop', 'pay'], objects)).toEqual([]);
  });
});

describe('a refresh from an empty source', () => {
  const former = {
    ref: { apiVersion: 'v1', kind: 'Secret', namespace: 'night', name: 'a' },
    becomes: 'removed' as const,
  };
  const refresh = { replaces: ['monday'], scaledDown: [], leftOver: [former, former] };

  it('does not remove a clone as a whole: it says how to do that', () => {
    const [only, ...others] = told({ namespaces: ['shop'] }, ['shop'], [NAMESPACE, generated], refresh);
    expect(only).toMatch(/^blocker: /);
    expect(only).toContain('would only remove 2 objects of the former clone (monday). Roll that clone back');
    expect(others).toEqual([]);
  });

  it('is a warning where there is no former clone', () => {
    const none = { replaces: [], scaledDown: [], leftOver: [] };
    expect(told({ namespaces: ['shop'] }, ['shop'], [NAMESPACE], none)).toEqual([expect.stringMatching(/^warning: /)]);
  });
});
