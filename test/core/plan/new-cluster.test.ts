import { expect, it } from 'vitest';
import { stillTold, toldOfCluster } from '../../../core/plan/cluster/new-cluster.ts';
import { planCluster } from '../../../core/plan/cluster/plan-cluster.ts';
import type { PlanInputs } from '../../../core/plan/inputs.ts';
import { planNewCluster } from '../../../core/plan/plan-new-cluster.ts';
import type { SourceIndex } from '../../../core/translate/context.ts';
import type { Finding } from '../../../kube/finding.ts';
import { role, route, SOURCE, source, TARGET, target } from './cluster/some-cluster.ts';

const INDEX = {
  roleAccounts: [{ namespace: 'shop', name: 'web', role: role(SOURCE, 'web') }],
} as unknown as SourceIndex;
const there = route();
const factory = {
  addonAccounts: async () => [],
  roles: async () => [],
  podIdentities: async () => [],
  trustPolicy: async () => undefined,
};

/** What a plan says of a cluster that the run is going to make, or has made. */
async function told(side: Pick<PlanInputs, 'target' | 'made'>) {
  const inputs = {
    clone: { cloneId: 'run-1', route: there },
    request: { mappings: { namespaces: {}, roles: {} } },
    source: {},
    factory,
    ...side,
  } as unknown as PlanInputs;
  return planNewCluster(inputs, INDEX, [{ 'kubernetes.io/hostname': 'by-hand' }]);
}

// Promise: skips-unmapped-cluster-parts
it('says of a cluster what is not carried over also when it is there, since nobody may have read the plan before', async () => {
  const planned = await planCluster(there, 'run-1', source, target);
  const before = await told({ target: { planned } as PlanInputs['target'] });
  expect(before.findings.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      '/cluster/remoteNetworkConfig',
      '/nodes',
      '/metadata/annotations/eks.amazonaws.com~1role-arn',
    ]),
  );
  const kept = { ...before.plan!, told: toldOfCluster(before.findings) };
  const info = { arn: `arn:aws:eks:eu-west-1:${TARGET}:cluster/dev`, issuer: 'oidc.eks.eu-west-1.amazonaws.com/id/A' };
  const after = await told({ target: { info } as unknown as PlanInputs['target'], made: kept });
  const sentences = (each: typeof before) => each.findings.map(({ sentence }) => sentence).toSorted();
  expect(sentences(after)).toEqual(sentences(before));
  expect(after.plan).toEqual(before.plan);
});

it('says nothing twice that is looked at again', () => {
  const finding: Finding = {
    severity: 'warning',
    object: { apiVersion: 'v1', kind: 'ServiceAccount', name: 'web' },
    path: '/metadata',
    rule: 'make-cluster',
    sentence: 'before',
  };
  expect(stillTold({ told: [finding] }, [{ ...finding, sentence: 'now' }])).toEqual([]);
  expect(stillTold({ told: [finding] }, [])).toEqual([finding]);
  expect(toldOfCluster([finding, { ...finding, rule: 'map-roles' }])).toEqual([finding]);
});
