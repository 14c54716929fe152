import type { KubeObject } from '../../../../kube/kube-object.ts';

type Fields = Record<string, unknown>;

export const object = (
  apiVersion: string,
  kind: string,
  name: string,
  fields: Fields = {},
  namespace: string | undefined = 'night',
): KubeObject => ({ apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}) }, ...fields });

const wide = (apiVersion: string, kind: string, name: string, fields: Fields = {}): KubeObject => ({
  ...object(apiVersion, kind, name, fields),
  metadata: { name },
});

const mounting = (claim: string) => ({
  containers: [{ name: 'main', image: 'example.com/main:1' }],
  volumes: [{ name: 'data', persistentVolumeClaim: { claimName: claim } }],
});

export const deployment = (name: string, claim: string, replicas = 1) =>
  object('apps/v1', 'Deployment', name, { spec: { replicas, template: { metadata: {}, spec: mounting(claim) } } });

const statefulSet = (name: string, replicas: number) =>
  object('apps/v1', 'StatefulSet', name, {
    spec: {
      replicas,
      template: { metadata: {}, spec: { containers: [] } },
      volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }],
    },
  });

export const pod = (name: string, claim: string) => object('v1', 'Pod', name, { spec: mounting(claim) });

const claim = (name: string) => object('v1', 'PersistentVolumeClaim', name, { spec: { volumeName: `pv-${name}` } });

const volume = (name: string, volumeId: string) =>
  wide('v1', 'PersistentVolume', `pv-${name}`, {
    spec: {
      persistentVolumeReclaimPolicy: 'Delete',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'night', name },
      csi: { driver: 'ebs.csi.aws.com', volumeHandle: volumeId },
    },
  });

/** What one night's run applies: the same workload on its own EBS volumes, with its own configuration. */
export function workloadOf(night: string, volumes: Record<string, string>, more: KubeObject[] = []): KubeObject[] {
  return [
    wide('v1', 'Namespace', 'night'),
    object('v1', 'ConfigMap', 'settings', { data: { night, [`only-${night}`]: 'yes' } }),
    object('v1', 'Secret', 'login', { stringData: { password: night } }),
    ...Object.entries(volumes).flatMap(([name, id]) => [volume(name, id), claim(name)]),
    deployment('web', 'files', 2),
    statefulSet('db', 1),
    pod('tool', 'files'),
    ...more,
  ];
}
