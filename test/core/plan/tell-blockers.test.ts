import { expect, it } from 'vitest';
import { tellBlockers } from '../../../core/plan/tell-blockers.ts';
import type { Finding } from '../../../kube/finding.ts';

const blocker = (kind: string, name: string, sentence: string): Finding => ({
  severity: 'blocker',
  object: { apiVersion: 'v1', kind, namespace: 'night', name },
  path: '',
  rule: 'a-rule',
  sentence,
});
const inTheWay = (kind: string, name: string) =>
  blocker(kind, name, `v1 ${kind} night/${name} is in the target already. Remove it.`);

it('says what holds for several objects once, with the first of them and how many they are', () => {
  const names = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
  const efs = blocker('PersistentVolumeClaim', 'files', 'Claim night/files lies on Amazon EFS. Skip it.');
  expect(tellBlockers([inTheWay('ConfigMap', 'a'), efs, ...names.map((name) => inTheWay('Secret', name))])).toBe(
    'v1 ConfigMap night/a is in the target already. Remove it. The same holds for ' +
      'v1 Secret night/b, v1 Secret night/c, v1 Secret night/d and 6 more. ' +
      'Claim night/files lies on Amazon EFS. Skip it.',
  );
});

it('names the objects of a sentence that leaves that to its reader', () => {
  const nameless = ['web', 'api'].map((name) => blocker('Service', name, 'It has no counterpart.'));
  expect(tellBlockers(nameless)).toBe('v1 Service night/web, v1 Service night/api: It has no counterpart.');
});

it('leaves to the plan what is beyond ten different sentences', () => {
  const all = Array.from({ length: 12 }, (_, at) => blocker('Service', `s${at}`, `Nothing is like port ${1000 + at}.`));
  const told = tellBlockers(all);
  expect(told).toContain('port 1009.');
  expect(told).not.toContain('port 1010.');
  expect(told).toMatch(/… and 2 more, in the plan\.$/);
});
