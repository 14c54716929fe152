import { describe, expect, it } from 'vitest';
import { selfManagedNodes } from '../../../../core/plan/cluster/node-findings.ts';
import { plan } from './planned.ts';
import { description } from './some-cluster.ts';

const GROUP = description.nodegroups[0]!;

describe('nodes of Amazon Linux 2', () => {
  const old = { nodegroups: [{ ...GROUP, amiType: 'AL2_x86_64' }] };
  const AT = '/nodegroups/web/amiType';

  it.each(['1.31', '1.32'])('are copied at %s', async (version) => {
    expect((await plan({ create: { version }, more: old })).at(AT)).toEqual([]);
  });

  it.each(['1.33', '1.37'])(
    'are a blocker at %s that names what takes their place, unless the route does',
    async (version) => {
      expect((await plan({ create: { version }, more: old })).at(AT)).toMatchObject([
        { severity: 'blocker', current: 'AL2_x86_64', proposed: 'AL2023_x86_64_STANDARD' },
      ]);
      const map = { AL2_x86_64: 'BOTTLEROCKET_x86_64' };
      const { blueprint, at } = await plan({ create: { version, map }, more: old });
      expect(at(AT)).toEqual([]);
      expect(blueprint.nodegroups[0]?.amiType).toBe('BOTTLEROCKET_x86_64');
    },
  );
});

describe('a source with nothing that EKS runs pods on', () => {
  it('is a blocker, since no pod of the new cluster would ever start', async () => {
    expect((await plan({ more: { nodegroups: [] } })).at('/nodegroups')).toMatchObject([{ severity: 'blocker' }]);
    const compute = { computeConfig: { enabled: true, nodePools: [] } };
    expect((await plan({ more: { nodegroups: [] }, cluster: compute })).at('/nodegroups')).toEqual([]);
  });
});

describe('a source whose node groups are all at size 0', () => {
  it('is a warning, since add-ons of the new cluster would wait for nodes', async () => {
    const withoutNodes = { ...GROUP, scalingConfig: { minSize: 0, maxSize: 3, desiredSize: 0 } };
    expect((await plan({ more: { nodegroups: [withoutNodes] } })).at('/nodegroups')).toMatchObject([
      { severity: 'warning' },
    ]);
    const awake = { ...GROUP, nodegroupName: 'awake' };
    expect((await plan({ more: { nodegroups: [withoutNodes, awake] } })).at('/nodegroups')).toEqual([]);
  });
});

describe('what somebody is deleting at the source', () => {
  it('is not copied', async () => {
    const going = { ...GROUP, nodegroupName: 'going', status: 'DELETING' };
    const { blueprint } = await plan({ more: { nodegroups: [GROUP, going] } });
    expect(blueprint.nodegroups.map(({ name }) => name)).toEqual(['web']);
  });
});

describe('nodes that EKS does not know of', () => {
  it('are told with their names, and no others', () => {
    const nodes: Record<string, string>[] = [
      { 'eks.amazonaws.com/nodegroup': 'web' },
      { 'karpenter.sh/nodepool': 'apps' },
      { 'eks.amazonaws.com/compute-type': 'fargate' },
    ];
    expect(selfManagedNodes('dev', nodes)).toEqual([]);
    const [finding] = selfManagedNodes('dev', [...nodes, { 'kubernetes.io/hostname': 'ip-10-0-0-1' }]);
    expect(finding).toMatchObject({ severity: 'warning' });
    expect(finding?.sentence).toContain('(ip-10-0-0-1)');
  });
});
