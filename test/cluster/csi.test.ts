import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../adapters/kubernetes/options.ts';
import { type EbsCsiDriver, startEbsCsiDriver } from '../../emulator/csi/driver.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { MemoryEbs } from '../emulator/csi/memory-ebs.ts';
import { CSI_NODES, ebsCsiSuite } from '../suites/ebs-csi.ts';
import { openAsAdmin } from './open-as-admin.ts';

ebsCsiSuite('on real controllers', () => openAsAdmin(CSI_NODES));

describe('a StatefulSet on real controllers', () => {
  const ec2 = new MemoryEbs();
  const BY_US = { manager: 'suite', force: true };
  let opened: Awaited<ReturnType<typeof openAsAdmin>>;
  let driver: EbsCsiDriver;

  const storageClass: KubeObject = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'gp3' },
    provisioner: 'ebs.csi.aws.com',
    volumeBindingMode: 'WaitForFirstConsumer',
  };
  const statefulSet = (name: string, zone: string): KubeObject => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas: 1,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: {
          nodeSelector: { 'topology.kubernetes.io/zone': zone },
          containers: [
            { name: 'db', image: 'registry.example/db:1', volumeMounts: [{ name: 'data', mountPath: '/d' }] },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: 'gp3',
            resources: { requests: { storage: '1Gi' } },
          },
        },
      ],
    },
  });
  const readyReplicas = async (name: string) => {
    const set = await opened.api.get({ apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'default', name });
    return (set!.status as { readyReplicas?: number }).readyReplicas ?? 0;
  };

  beforeAll(async () => {
    opened = await openAsAdmin(CSI_NODES);
    await opened.api.apply(storageClass, BY_US);
    driver = startEbsCsiDriver({
      api: opened.api,
      driver: 'ebs.csi.aws.com',
      clusterName: 'target',
      ec2,
      clock: systemClock,
    });
  });
  afterAll(async () => {
    await driver.stop();
    await opened.close();
  });

  it('becomes ready on a volume in the zone that the scheduler chose', async () => {
    await opened.api.apply(statefulSet('db', 'eu-west-1b'), BY_US);
    await expect.poll(() => readyReplicas('db'), { timeout: 30_000 }).toBe(1);
    expect(ec2.requests).toMatchObject([{ zone: 'eu-west-1b', sizeGiB: 1 }]);
    expect(ec2.instancesOf('vol-0new1')).toEqual(['i-0b']);
  });

  it('does not become ready while its volume cannot be attached', async () => {
    await driver.settled();
    ec2.attach = () => Promise.reject(new Error('InternalError: not today'));
    await opened.api.apply(statefulSet('stuck', 'eu-west-1a'), BY_US);
    const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'stuck-0' };
    await expect
      .poll(async () => ((await opened.api.get(pod))?.spec as { nodeName?: string })?.nodeName, { timeout: 30_000 })
      .toBe('node-a');
    await driver.settled();
    expect(await opened.api.get(pod)).toMatchObject({ status: { phase: 'Pending' } });
    expect(await readyReplicas('stuck')).toBe(0);
  });
});
