import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { proveCluster } from '../../cli/demo/prove-cluster.ts';
import { proveVolumes } from '../../cli/demo/prove-volumes.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Report } from '../../core/reporting/report.ts';
import { type SmallCloud, startSmallCloud } from '../flow/small-cloud.ts';

let small: SmallCloud;
beforeAll(async () => {
  small = await startSmallCloud(200, { targetCluster: false, autoMode: true });
});
afterAll(() => small?.stop());

describe('a source of EKS Auto Mode, and a target account without a cluster', () => {
  it('gets a cluster of Auto Mode, with the workload on copied volumes of its own driver', async () => {
    const ended = await small.clone({ target: { createCluster: true } });
    expect(ended.cause).toBeUndefined();
    const records = recordsOf(small.cloud);
    const { plan, report } = keysOf(ended.name);
    expect((await findRecord<Plan>(records, plan))?.cluster?.blueprint).toMatchObject({
      cluster: {
        autoMode: {
          nodePools: ['general-purpose', 'system'],
          nodeRoleArn: 'arn:aws:iam::444455556666:role/eks-node',
        },
      },
      nodegroups: [],
      addons: [],
    });
    expect(await proveCluster(small.cloud, records, ended.name)).toMatchObject({
      targetCluster: { created: true, matchesBlueprint: true, differences: [] },
    });

    const { volumes } = (await findRecord<Report>(records, report))!;
    const proven = await proveVolumes(small.cloud.ec2, volumes);
    expect(proven.map(({ claim, identical }) => [claim, identical]).toSorted()).toEqual([
      ['small/data-db-0', true],
      ['small/files', true],
    ]);
    for (const { targetVolumeId } of volumes)
      expect(small.cloud.ec2.findVolume(targetVolumeId!)?.tags).toMatchObject({ 'eks:eks-cluster-name': 'dev' });
    const drivers = [];
    const resource = {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      resource: 'persistentvolumes',
      namespaced: false,
      verbs: [],
    };
    for await (const page of small.target.list(resource))
      drivers.push(...page.map(({ spec }) => (spec as { csi: { driver: string } }).csi.driver));
    expect(drivers).toEqual(['ebs.csi.eks.amazonaws.com', 'ebs.csi.eks.amazonaws.com']);
    expect(small.cloud.calls.filter(({ allowed }) => !allowed)).toEqual([]);
  });
});
