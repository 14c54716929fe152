import { describe, expect, it } from 'vitest';
import { takeSurvey } from '../../../../core/serve/survey/take-survey.ts';
import type { KubeObject } from '../../../../kube/kube-object.ts';
import { gibibytesOf } from '../../../../kube/quantity.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';

const named = (apiVersion: string, kind: string, name: string, rest: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(kind === 'Namespace' || kind === 'PersistentVolume' ? {} : { namespace: 'shop' }) },
  ...rest,
});
const claim = (name: string, size: string, volumeName?: string) =>
  named('v1', 'PersistentVolumeClaim', name, {
    spec: {
      storageClassName: 'gp2',
      resources: { requests: { storage: '1Gi' } },
      ...(volumeName ? { volumeName } : {}),
    },
    status: { capacity: { storage: size } },
  });
const mounts = (claimName: string) => ({
  spec: { template: { spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName } }] } } },
});

const SHOP = [
  named('v1', 'Namespace', 'shop'),
  named('v1', 'Namespace', 'amazon-cloudwatch'),
  named('v1', 'PersistentVolume', 'pv-1', { spec: { csi: { driver: 'ebs.csi.aws.com' } } }),
  named('v1', 'PersistentVolume', 'pv-2', { spec: { csi: { driver: 'efs.csi.aws.com' } } }),
  named('v1', 'PersistentVolume', 'pv-3', { spec: { awsElasticBlockStore: { volumeID: 'vol-1' } } }),
  claim('data-orders-0', '2Gi', 'pv-1'),
  claim('files', '5Gi', 'pv-2'),
  claim('old', '512Mi', 'pv-3'),
  claim('unbound', '1Gi'),
  named('apps/v1', 'StatefulSet', 'orders', {
    spec: { replicas: 2, volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
    status: { readyReplicas: 1 },
  }),
  named('apps/v1', 'Deployment', 'web', mounts('files')),
  named('v1', 'Secret', 'canary', { data: { password: 'Y2FuYXJ5' } }),
];

describe('a look at the source', () => {
  it('tells claims on managed disks as copied from AKS, and from nowhere else', async () => {
    const disk = named('v1', 'PersistentVolume', 'pv-4', { spec: { csi: { driver: 'disk.csi.azure.com' } } });
    const objects = [named('v1', 'Namespace', 'shop'), disk, claim('data', '4Gi', 'pv-4')];
    const gibibytesFrom = async (cloud: 'aws' | 'azure') => {
      const { namespaces } = await takeSurvey(memoryCluster({ objects }), () => true, cloud);
      return namespaces.find(({ name }) => name === 'shop')?.gibibytes;
    };
    expect(await gibibytesFrom('azure')).toBe(4);
    expect(await gibibytesFrom('aws')).toBe(0);
  });

  it('tells namespaces with their workloads, claims, sizes and numbers of objects', async () => {
    const { namespaces, partial } = await takeSurvey(memoryCluster({ objects: SHOP }), () => true);
    expect(partial).toBeUndefined();
    expect(namespaces.map(({ name }) => name)).toEqual(['default', 'shop']);
    expect(namespaces[1]).toEqual({
      name: 'shop',
      objects: 7,
      workloads: [
        { kind: 'Deployment', name: 'web', replicas: 1, ready: 0, claims: ['files'] },
        { kind: 'StatefulSet', name: 'orders', replicas: 2, ready: 1, claims: ['data-orders-0'] },
      ],
      claims: [
        { name: 'data-orders-0', gibibytes: 2, storageClass: 'gp2', driver: 'ebs.csi.aws.com', copied: true },
        { name: 'files', gibibytes: 5, storageClass: 'gp2', driver: 'efs.csi.aws.com', copied: false },
        { name: 'old', gibibytes: 0.5, storageClass: 'gp2', driver: 'kubernetes.io/aws-ebs', copied: true },
        { name: 'unbound', gibibytes: 1, storageClass: 'gp2', copied: false },
      ],
      gibibytes: 2.5,
    });
  });

  // Promise: survey-reads-no-secret
  it('asks for no contents of a Secret or ConfigMap', async () => {
    const api = memoryCluster({ objects: SHOP });
    const whole: string[] = [];
    const list: typeof api.list = (resource, options) => {
      if (!options?.metadataOnly) whole.push(resource.kind);
      return api.list(resource, options);
    };
    const found = await takeSurvey({ ...api, list }, () => true);
    expect(whole).not.toContain('Secret');
    expect(whole).not.toContain('ConfigMap');
    expect(JSON.stringify(found)).not.toContain('Y2FuYXJ5');
  });

  it('says so when there was no time to count', async () => {
    const { namespaces, partial } = await takeSurvey(memoryCluster({ objects: SHOP }), () => false);
    expect(partial).toBe(true);
    expect(namespaces[1]?.workloads).toHaveLength(2);
    expect(namespaces[1]).not.toHaveProperty('objects');
  });
});

it.each([
  ['2Gi', 2],
  ['512Mi', 0.5],
  ['1073741824', 1],
  ['5G', 4.66],
  ['1Ti', 1024],
  ['garbage', 0],
])('reads the quantity %s as %d GiB', (quantity, gibibytes) => expect(gibibytesOf(quantity)).toBe(gibibytes));
