import { describe, expect, it } from 'vitest';
import type { KubeferryError } from '../../../core/base/errors.ts';
import { parseRequest } from '../../../core/base/request/parse-request.ts';
import { blockersOf } from '../../../core/plan/plan.ts';
import { config, PlannedWorld, wide } from './planned-world.ts';

const RBAC = 'rbac.authorization.k8s.io';
const BOUND = wide(`${RBAC}/v1`, 'ClusterRoleBinding', 'shop-reader', {
  subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'shop' }],
  roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'reader' },
});
const READER = wide(`${RBAC}/v1`, 'ClusterRole', 'reader', { rules: [] });

const sentences = async (world: PlannedWorld, ...given: Parameters<PlannedWorld['start']>) =>
  blockersOf((await world.start(...given)).planned).map(({ sentence }) => sentence);

describe('a route that limits its target namespaces', () => {
  const limits = { targetNamespaces: ['*-dev', 'sandbox'] };
  const problems = (namespaces: Record<string, string>) => {
    const request = { selection: { namespaces: ['shop', 'pay'] }, mappings: { namespaces } };
    try {
      parseRequest(request, { name: 'prod-to-dev', defaults: {}, limits, mayQuiesce: false });
    } catch (error) {
      return (error as KubeferryError).problems.map(({ at }) => at);
    }
    return [];
  };

  // Promise: refuses-other-targets
  it('refuses a mapping to another one, and a namespace that keeps its name', () => {
    expect(problems({ shop: 'shop-dev', pay: 'sandbox' })).toEqual([]);
    expect(problems({ shop: 'shop-prod' })).toEqual(['mappings.namespaces.shop', 'selection.namespaces.1']);
    expect(problems({ shop: 'dev', pay: 'sandbox-2' })).toEqual([
      'mappings.namespaces.shop',
      'mappings.namespaces.pay',
    ]);
  });

  it('blocks the plan of a run over all namespaces', async () => {
    const all = { selection: { namespaces: [] } };
    const homes = { shop: 'shop-dev', default: 'default-dev' };
    expect(await sentences(new PlannedWorld([]), all, { limits } as never)).toContain(
      'Namespace "shop" of the target is not allowed on route "prod-to-dev"; allowed are *-dev, sandbox. Map to one of these in mappings.namespaces.',
    );
    expect(
      await sentences(new PlannedWorld([]), { ...all, mappings: { namespaces: homes } }, { limits } as never),
    ).toEqual([]);
  });

  it('refuses what the capture finds beyond them, also of a run that nothing binds', async () => {
    const world = new PlannedWorld([config('a', '1')]);
    const run = await world.start({}, { limits: { clusterScope: ['StorageClass'] } } as never);
    await world.put(READER);
    await world.put(BOUND);
    await expect(run.capture()).rejects.toThrow('ClusterRoleBinding shop-reader is of cluster scope');
  });
});

describe('a route that limits cluster scope', () => {
  // Promise: refuses-other-targets
  it('blocks what is beyond, and goes on when the request keeps it out', async () => {
    const world = new PlannedWorld([READER, BOUND]);
    const route = { limits: { clusterScope: [`ClusterRole.${RBAC}`] } } as never;
    expect(await sentences(world)).toEqual([]);
    expect(await sentences(world, {}, route)).toEqual([
      `${RBAC}/v1 ClusterRoleBinding shop-reader is of cluster scope, and route "prod-to-dev" allows of it ClusterRole.${RBAC}. Keep its kind out with selection.excludeKinds, or have limits.clusterScope of the route widened.`,
    ]);
    const selection = { namespaces: ['shop'], excludeKinds: ['ClusterRoleBinding'] };
    expect(await sentences(world, { selection }, route)).toEqual([]);
  });
});
