import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Draft, EMPTY, requestOf } from '../src/pages/new-clone/draft.ts';
import { timeAxis } from '../src/pages/run/time-axis.ts';
import { commandOf } from '../src/parts/command-of.ts';

const ROUTE = { mayQuiesce: true, createsCluster: true };

const changes: Partial<Draft>[] = [
  { namespaces: ['shop', 'billing'] },
  { into: { shop: 'shop-test', billing: '' } },
  { onConflict: 'refresh' },
  { ttl: '3d' },
  { quiesce: true },
  { storageClasses: { ebs: 'gp3' } },
];

it('means the same request in whatever order things are chosen', () => {
  const inOrder = requestOf(Object.assign({}, EMPTY, ...changes), ROUTE);
  fc.assert(
    fc.property(fc.shuffledSubarray(changes, { minLength: changes.length }), (shuffled) => {
      expect(requestOf(Object.assign({}, EMPTY, ...shuffled), ROUTE)).toEqual(inOrder);
    }),
  );
});

it('forgets what belongs to a choice that was taken back', () => {
  const draft = { ...EMPTY, namespaces: ['billing'], into: { shop: 'shop-test' }, quiesce: true, createCluster: true };
  const readOnly = { mayQuiesce: false, createsCluster: false };
  expect(requestOf(draft, readOnly)).toEqual({ selection: { namespaces: ['billing'] } });
});

it('says a request as a line for the command', () => {
  const request = requestOf(
    {
      ...EMPTY,
      namespaces: ['shop'],
      into: { shop: 'shop-test' },
      ttl: '3d',
      onConflict: 'refresh',
      createCluster: true,
    },
    ROUTE,
  );
  expect(commandOf('clone', 'prod-to-dev', request)).toBe(
    'kubeferry clone prod-to-dev --namespace shop --map-namespace shop=shop-test --create-cluster --on-conflict refresh --ttl 3d',
  );
});

it('hands over what no flag says as a file, quoted for a shell', () => {
  const request = { selection: { namespaces: ['shop'] }, mappings: { hosts: { "it's": 'b' } } };
  expect(commandOf('plan', 'prod-to-dev', request)).toBe(
    `echo '{"selection":{"namespaces":["shop"]},"mappings":{"hosts":{"it'\\''s":"b"}}}' | kubeferry plan prod-to-dev --request -`,
  );
});

it('keeps short steps apart beside hours of copying', () => {
  const hours = 3_600_000;
  const axis = timeAxis([
    { from: 0, to: 1_000 },
    { from: 1_000, to: 2_000 },
    { from: 2_000, to: 3 * hours },
  ]);
  const [first, last] = [axis({ from: 0, to: 1_000 }), axis({ from: 2_000, to: 3 * hours })];
  expect(first.to - first.from).toBeGreaterThan(0.8);
  expect(first.to).toBeLessThan(last.from);
  expect(last.to).toBe(100);
  expect(timeAxis([])({ from: 5, to: 5 })).toEqual({ from: 0, to: 0 });
});

it('shows the command of a capture with its name and how long it is kept', () => {
  const request = { selection: { namespaces: ['shop'] }, capture: { name: 'nightly', keep: '30d' } };
  expect(commandOf('capture', 'prod-to-dev', request)).toBe(
    'kubeferry capture prod-to-dev --name nightly --keep 30d --namespace shop',
  );
});
