import { expect, it } from 'vitest';
import { planCluster } from '../../../../../core/plan/cluster/plan-cluster.ts';
import { someAks } from '../aks/some-aks.ts';
import { role, route, TARGET, target } from '../some-cluster.ts';

async function planned(authorizedIPRanges: string[], map: Record<string, string> = {}) {
  const cluster = someAks();
  const properties = { ...cluster.properties, apiServerAccessProfile: { authorizedIPRanges } };
  const { plan, findings } = await planCluster(
    route({ nodeRoleArn: role(TARGET, 'node'), map }),
    'run-1',
    { read: async () => ({ cluster: { ...cluster, properties }, federatedCredentials: [] }) },
    target,
  );
  const blockers = findings.filter(
    ({ severity, path, current }) => severity === 'blocker' && path.endsWith('publicCidrs') && current !== undefined,
  );
  return { ranges: plan.blueprint.cluster.endpoint.publicCidrs, said: blockers.map(({ sentence }) => sentence) };
}

it('an address of AKS is a range of EKS', async () => {
  expect((await planned(['198.51.100.7', '203.0.113.0/24'])).ranges).toEqual(['198.51.100.7/32', '203.0.113.0/24']);
});

it('the range that means nobody in AKS has to be named, and opens nothing', async () => {
  const { ranges, said } = await planned(['0.0.0.0/32']);
  expect(ranges).not.toContain('0.0.0.0/0');
  expect(said.some((each) => each.includes('means nothing to EKS'))).toBe(true);
  expect((await planned(['0.0.0.0/32'], { '0.0.0.0/32': '203.0.113.0/24' })).ranges).toEqual(['203.0.113.0/24']);
});

it('more ranges than EKS takes are to be put together', async () => {
  const many = Array.from({ length: 41 }, (_, at) => `203.0.113.${at}/32`);
  expect((await planned(many)).said.some((each) => each.includes('41 ranges reach'))).toBe(true);
  expect((await planned(many.slice(1))).said.some((each) => each.includes('ranges reach the API'))).toBe(false);
});
