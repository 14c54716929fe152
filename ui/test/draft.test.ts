import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Draft, EMPTY, requestOf } from '../src/pages/new-clone/draft.ts';
import { timeAxis } from '../src/pages/run/time-axis.ts';
import { bodyOf, firstWhen, timesOf, whenOf } from '../src/pages/schedules/when.ts';
import { commandOf, scheduleCommandOf } from '../src/parts/command-of.ts';

const ROUTE = { mayQuiesce: true, handOver: true, createsCluster: true };

const changes: Partial<Draft>[] = [
  { namespaces: ['shop', 'billing'] },
  { into: { shop: 'shop-test', billing: '' } },
  { onConflict: 'refresh' },
  { ttl: '3d' },
  { quiesce: true },
  { storageClasses: { ebs: 'gp3' } },
  { preset: 'dev-test' },
  { migrate: 'on-approval', downtime: '5' },
  { proof: 'checksums' },
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
  const readOnly = { ...ROUTE, mayQuiesce: false, createsCluster: false };
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

it('says a migration and a preset with flags, and what it takes down is meant by it', () => {
  const moved = { ...EMPTY, namespaces: ['shop'], quiesce: true, preset: 'new-storage' as const };
  const request = requestOf({ ...moved, migrate: 'at', cutOverAt: ' 2026-12-01T22:00:00Z ', downtime: '5' }, ROUTE);
  expect(request).toEqual({
    preset: 'new-storage',
    selection: { namespaces: ['shop'] },
    migrate: { cutOver: '2026-12-01T22:00:00Z', maxDowntimeMinutes: 5 },
  });
  expect(commandOf('clone', 'prod-to-dev', request)).toBe(
    'kubeferry clone prod-to-dev --preset new-storage --namespace shop --migrate 2026-12-01T22:00:00Z --max-downtime 5',
  );
  const readOnly = { ...ROUTE, mayQuiesce: false, createsCluster: false };
  expect(requestOf({ ...EMPTY, namespaces: ['shop'], migrate: 'now' }, readOnly)).toEqual({
    selection: { namespaces: ['shop'] },
  });
});

it('gives volumes to the target only on a route that lets it, with everything that this takes', () => {
  const draft = { ...EMPTY, namespaces: ['shop'], migrate: 'hand-over' as const, downtime: '5' };
  expect(requestOf(draft, ROUTE)).toEqual({
    selection: { namespaces: ['shop'] },
    volumes: { strategy: 'hand-over' },
    migrate: { cutOver: 'now', maxDowntimeMinutes: 5 },
  });
  expect(requestOf({ ...draft, keepSnapshots: true }, ROUTE).volumes).toEqual({
    strategy: 'hand-over',
    safetySnapshot: 'keep',
  });
  expect(requestOf(draft, { ...ROUTE, handOver: false })).toEqual({ selection: { namespaces: ['shop'] } });
});

it('says one workload of one namespace, and all of it once another is chosen as well', () => {
  const draft = { ...EMPTY, namespaces: ['shop'], workload: 'Deployment/shop/web' };
  const request = requestOf(draft, ROUTE);
  expect(request).toEqual({ selection: { workload: 'Deployment/shop/web' } });
  expect(commandOf('clone', 'prod-to-dev', request)).toBe('kubeferry clone prod-to-dev --workload Deployment/shop/web');
  expect(requestOf({ ...draft, namespaces: ['shop', 'billing'] }, ROUTE)).toEqual({
    selection: { namespaces: ['billing', 'shop'] },
  });
  expect(requestOf({ ...draft, namespaces: ['billing'] }, ROUTE)).toEqual({ selection: { namespaces: ['billing'] } });
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

const REQUEST = { selection: { namespaces: ['shop'] }, onConflict: 'refresh' as const };

it.each([
  [{ how: 'daily', time: '2:05' }, 'cron(5 2 * * ? *)'],
  [{ how: 'weekly', time: '23:30', day: 'FRI' }, 'cron(30 23 ? * FRI *)'],
  [{ how: 'own', own: ' rate(12 hours) ' }, 'rate(12 hours)'],
] as const)('makes of %j the expression %s, and the same of it again', (typed, expression) => {
  const when = { ...firstWhen('Europe/Berlin'), name: 'nightly', ...typed, windowMinutes: '15' };
  const body = bodyOf(when, REQUEST);
  expect(body).toMatchObject({ expression, timeZone: 'Europe/Berlin', windowMinutes: 15, request: REQUEST });
  const listed = { ...body, name: 'nightly', next: [], origin: 'api' } as unknown as Parameters<typeof whenOf>[0];
  expect(bodyOf(whenOf(listed), REQUEST)).toEqual(body);
});

it('tells the next times of a schedule that is being typed, and none of one that is no time', () => {
  const now = new Date('2026-11-30T12:00:00Z');
  const when = { ...firstWhen('Europe/Berlin'), time: '02:00' };
  expect(timesOf(when, now)[0]?.toISOString()).toBe('2026-12-01T01:00:00.000Z');
  for (const wrong of [{ time: '25:00' }, { time: 'soon' }, { timeZone: 'Nowhere/City' }])
    expect(timesOf({ ...when, ...wrong }, now)).toEqual([]);
});

it('says a schedule as a line for the command: a new one shortly, a changed one whole', () => {
  const body = { ...bodyOf(firstWhen('UTC'), REQUEST), request: REQUEST };
  expect(scheduleCommandOf('create', 'prod-to-dev', 'nightly', body)).toBe(
    "kubeferry schedule create prod-to-dev nightly --expression 'cron(0 2 * * ? *)' --time-zone UTC --namespace shop --on-conflict refresh",
  );
  expect(scheduleCommandOf('update', 'prod-to-dev', 'nightly', body)).toBe(
    `echo '${JSON.stringify(REQUEST)}' | kubeferry schedule update prod-to-dev nightly --expression 'cron(0 2 * * ? *)' --time-zone UTC --window 0 --overlap skip --request -`,
  );
});
