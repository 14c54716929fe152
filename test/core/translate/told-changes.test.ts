import { expect, it } from 'vitest';
import { toldChanges } from '../../../core/translate/told-changes.ts';
import type { Change } from '../../../kube/finding.ts';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: {
    env: [
      { name: 'FIRST', value: 'gone' },
      { name: 'DB_PASSWORD', value: 'hunter2' },
      { name: 'HOST', value: 'db.shop.svc' },
    ],
    args: ['--password', 'hunter2', '--host', 'db.shop.svc'],
  },
};
const replaced = (path: string, before: string, after: string): Change => ({
  rule: 'map-service-names',
  op: 'replace',
  path,
  before,
  after,
});

// Promise: no-secret-in-a-sentence
it('masks what only its neighbour tells to be a password, also after items before it have moved', () => {
  const told = toldChanges(pod, [
    { rule: 'r', op: 'remove', path: '/spec/env/0', before: { name: 'FIRST', value: 'gone' } },
    replaced('/spec/env/0/value', 'hunter2', 'hunter3'),
    replaced('/spec/env/1/value', 'db.shop.svc', 'db.test.svc'),
    replaced('/spec/args/1', 'hunter2', 'hunter3'),
    replaced('/spec/args/3', 'db.shop.svc', 'db.test.svc'),
  ]);
  expect(told.map(({ before, after }) => [before, after])).toEqual([
    [{ name: 'FIRST', value: 'gone' }, undefined],
    ['***', '***'],
    ['db.shop.svc', 'db.test.svc'],
    ['***', '***'],
    ['db.shop.svc', 'db.test.svc'],
  ]);
});

// Promise: no-secret-in-a-sentence
it("masks a password that a rule of one's own has put where nothing tells that it is one", () => {
  const added = (rule: string, after: unknown): Change =>
    ({ rule, op: 'add', path: '/metadata/annotations/x', after }) as Change;
  const told = toldChanges(pod, [added('mine', 'hunter2'), added('mine', { a: ['db:hunter2@x', 'db.shop.svc'] })]);
  expect(told.map(({ after }) => after)).toEqual(['***', { a: ['db:***@x', 'db.shop.svc'] }]);
});
