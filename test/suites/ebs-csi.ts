import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../adapters/kubernetes/options.ts';
import { type EbsCsiDriver, startEbsCsiDriver } from '../../emulator/csi/driver.ts';
import type { NodeSeed } from '../../emulator/kubernetes/contract/backend.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { MemoryEbs } from '../emulator/csi/memory-ebs.ts';
import { handedOverCases } from './handed-over.ts';
import { claim, pod, storageClass, volume } from './storage-objects.ts';

export const CSI_NODES: NodeSeed[] = ['a', 'b'].map((letter) => ({
  name: `node-${letter}`,
  zone: `eu-west-1${letter}`,
  region: 'eu-west-1',
  instanceId: `i-0${letter}`,
  labels: {},
}));

const OURS = { 'ebs.csi.aws.com/cluster': 'true' };
const AUTO = 'ebs.csi.eks.amazonaws.com';
const WAIT = { timeout: 15_000, interval: 100 };
const BY_US = { manager: 'suite', force: true };

/** What the played EBS CSI driver does on a cluster with CSI_NODES, whoever serves its API. */
export function ebsCsiSuite(name: string, open: () => Promise<{ api: ClusterApi; close: () => Promise<void> }>) {
  describe(`EBS CSI driver: ${name}`, () => {
    const ec2 = new MemoryEbs();
    let drivers: EbsCsiDriver[] = [];
    let opened: Awaited<ReturnType<typeof open>>;
    let api: ClusterApi;
    const apply = (object: KubeObject) => api.apply(object, BY_US);
    const get = (kind: string, at: string, apiVersion = 'v1') =>
      api.get({
        apiVersion,
        kind,
        name: at,
        ...(kind.startsWith('Persistent') && kind !== 'PersistentVolumeClaim' ? {} : { namespace: 'default' }),
      });
    const specOf = async <T>(kind: string, at: string) => (await get(kind, at))!.spec as T;
    const remove = (kind: string, at: string) => api.delete({ apiVersion: 'v1', kind, namespace: 'default', name: at });
    const phase = async (kind: string, at: string) => ((await get(kind, at))?.status as { phase?: string })?.phase;
    const isMarked = async (at: string) =>
      (await get('Pod', at))?.metadata.annotations?.['csi.kubeferry.test/volumes-attached'] === 'true';
    const attachments = () => objects('storage.k8s.io/v1', 'VolumeAttachment', 'volumeattachments');
    const attachmentOf = async (pv: string) =>
      (await attachments()).find(
        ({ spec }) => (spec as { source: { persistentVolumeName: string } }).source.persistentVolumeName === pv,
      );
    const messages = async (about: string) =>
      (await objects('v1', 'Event', 'events'))
        .filter((event) => (event.involvedObject as { name: string }).name === about)
        .map((event) => `${event.reason}: ${event.message}`);

    async function objects(apiVersion: string, kind: string, resource: string): Promise<KubeObject[]> {
      const found: KubeObject[] = [];
      for await (const page of api.list({ apiVersion, kind, resource, namespaced: false, verbs: [] }))
        found.push(...page);
      return found;
    }

    /** A copied volume, its PV and claim, and a pod that wants it on a node. */
    async function bring(
      at: string,
      zone: string,
      tags: Record<string, string>,
      node: string,
      driver = 'ebs.csi.aws.com',
    ) {
      if (zone) ec2.add(`vol-0${at}`, zone, tags);
      await apply(volume(at, `vol-0${at}`, driver));
      await apply(claim(at, 'static', { volumeName: `pv-${at}` }));
      await apply(pod(at, at, node));
    }

    const refusalOf = async (at: string) => {
      const status = (await attachmentOf(`pv-${at}`))?.status as { attachError?: { message: string } } | undefined;
      return status?.attachError?.message ?? '';
    };

    beforeAll(async () => {
      opened = await open();
      api = opened.api;
      const both = { api, clusterName: 'target', clock: systemClock };
      drivers = (['ebs.csi.aws.com', AUTO] as const).map((driver) =>
        startEbsCsiDriver({ ...both, driver, ec2: ec2.as(driver) }),
      );
      const settings = { type: 'gp3', iops: '4000', encrypted: 'true', tagSpecification_1: 'team=shop' };
      await apply(storageClass('now', 'Immediate', settings));
      await apply(storageClass('later', 'WaitForFirstConsumer', { 'csi.storage.k8s.io/fstype': 'xfs' }));
      await apply(storageClass('odd', 'Immediate', { colour: 'red' }));
    });
    afterAll(async () => {
      await Promise.all(drivers.map((driver) => driver.stop()));
      await opened.close();
    });

    it('registers itself as a driver whose volumes are attached', async () => {
      await Promise.all(drivers.map((driver) => driver.settled()));
      const ref = { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', name: AUTO };
      expect((await api.get(ref))?.spec).toMatchObject({ attachRequired: true });
    });

    it('provisions a claim at once, with the size, the class and the tags that EBS gets', async () => {
      await apply(claim('fresh', 'now'));
      await expect.poll(() => phase('PersistentVolumeClaim', 'fresh'), WAIT).toBe('Bound');
      expect(ec2.requests.at(-1)).toMatchObject({
        sizeGiB: 3,
        type: 'gp3',
        iops: 4000,
        encrypted: true,
        tags: {
          'ebs.csi.aws.com/cluster': 'true',
          'kubernetes.io/created-for/pvc/name': 'fresh',
          'kubernetes.io/created-for/pvc/namespace': 'default',
          'kubernetes.io/cluster/target': 'owned',
          team: 'shop',
        },
      });
    });

    it('provisions a waiting claim only in the zone of the node that was selected for it', async () => {
      await apply(claim('waiting', 'later'));
      await drivers[0]?.settled();
      expect(await phase('PersistentVolumeClaim', 'waiting')).toBe('Pending');
      const selected = { metadata: { annotations: { 'volume.kubernetes.io/selected-node': 'node-b' } } };
      const ref = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'default', name: 'waiting' };
      await api.merge(ref, selected, BY_US);
      await expect.poll(() => phase('PersistentVolumeClaim', 'waiting'), WAIT).toBe('Bound');
      const { volumeName } = await specOf<{ volumeName: string }>('PersistentVolumeClaim', 'waiting');
      expect(await get('PersistentVolume', volumeName)).toMatchObject({
        metadata: { annotations: { 'pv.kubernetes.io/provisioned-by': 'ebs.csi.aws.com' } },
        spec: {
          csi: { driver: 'ebs.csi.aws.com', fsType: 'xfs', volumeHandle: expect.stringMatching(/^vol-/) },
          nodeAffinity: {
            required: {
              nodeSelectorTerms: [
                { matchExpressions: [{ key: 'topology.kubernetes.io/zone', operator: 'In', values: ['eu-west-1b'] }] },
              ],
            },
          },
          persistentVolumeReclaimPolicy: 'Delete',
        },
      });
    });

    it('says at the claim why it cannot be provisioned', async () => {
      await apply(claim('unlucky', 'odd'));
      await expect
        .poll(() => messages('unlucky'), WAIT)
        .toContainEqual(expect.stringContaining('Invalid parameter key colour'));
    });

    it('tries again after EC2 refused a volume', async () => {
      ec2.failure = new Error('VolumeLimitExceeded: too many');
      await apply(claim('second', 'now'));
      await expect.poll(() => phase('PersistentVolumeClaim', 'second'), WAIT).toBe('Bound');
      expect(await messages('second')).toContainEqual(expect.stringContaining('VolumeLimitExceeded: too many'));
    });

    it('attaches a copied volume for its pod, and detaches it after', async () => {
      await bring('good', 'eu-west-1a', OURS, 'node-a');
      await expect.poll(() => isMarked('good'), WAIT).toBe(true);
      expect(ec2.instancesOf('vol-0good')).toEqual(['i-0a']);
      expect((await attachmentOf('pv-good'))?.status).toMatchObject({ attached: true });
      await remove('Pod', 'good');
      await expect.poll(() => attachmentOf('pv-good'), WAIT).toBeUndefined();
      expect(ec2.instancesOf('vol-0good')).toEqual([]);
    });

    handedOverCases({
      cluster: () => api,
      ec2,
      settled: async () => drivers[0]?.settled(),
      claimOf: (at) => apply(claim(at, 'now')),
      podOn: (at, node) => apply(pod(at, at, node)),
      phase,
      attachmentOf,
      isMarked,
    });

    it('does not attach a volume of another zone, and says so at the pod', async () => {
      await bring('far', 'eu-west-1b', OURS, 'node-a');
      await expect.poll(() => refusalOf('far'), WAIT).toContain('not in the same availability zone');
      await expect.poll(() => messages('far'), WAIT).toContainEqual(expect.stringContaining('FailedAttachVolume'));
      expect(ec2.instancesOf('vol-0far')).toEqual([]);
      expect(await isMarked('far')).toBe(false);
    });

    it('does not attach a volume without the tag that its role is bound to, until it has it', async () => {
      await bring('bare', 'eu-west-1a', { Name: 'mine' }, 'node-a');
      await expect.poll(() => refusalOf('bare'), WAIT).toContain('ebs.csi.aws.com/cluster=true');
      ec2.volumes.get('vol-0bare')!.tags = OURS;
      await expect.poll(() => isMarked('bare'), WAIT).toBe(true);
    });

    it('does not attach a volume that its account and Region do not have', async () => {
      await bring('lost', '', {}, 'node-a');
      await expect.poll(() => refusalOf('lost'), WAIT).toContain("The volume 'vol-0lost' does not exist");
    });

    it('takes in Auto Mode only volumes of its own cluster', async () => {
      await bring('other', 'eu-west-1a', { ...OURS, 'eks:eks-cluster-name': 'source' }, 'node-a', AUTO);
      await bring('own', 'eu-west-1a', { 'eks:eks-cluster-name': 'target' }, 'node-a', AUTO);
      await expect.poll(() => isMarked('own'), WAIT).toBe(true);
      await expect.poll(() => refusalOf('other'), WAIT).toContain('eks:eks-cluster-name=target');
    });

    it('deletes a volume that it made with its claim, and keeps one that was brought', async () => {
      const made = (await specOf<{ volumeName: string }>('PersistentVolumeClaim', 'fresh')).volumeName;
      const handle = (await specOf<{ csi: { volumeHandle: string } }>('PersistentVolume', made)).csi.volumeHandle;
      await remove('PersistentVolumeClaim', 'fresh');
      await expect.poll(() => get('PersistentVolume', made), WAIT).toBeUndefined();
      expect(ec2.volumes.has(handle)).toBe(false);
      await remove('PersistentVolumeClaim', 'good');
      await expect.poll(() => phase('PersistentVolume', 'pv-good'), WAIT).toBe('Released');
      await drivers[0]?.settled();
      expect(ec2.volumes.has('vol-0good')).toBe(true);
    });
  });
}
