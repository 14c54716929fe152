import { expect, it } from 'vitest';
import { asItWas, detachFromClaim, retain, returnToClaim } from '../../core/execute/handing/source-volume.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import type { MemoryEbs } from '../emulator/csi/memory-ebs.ts';

const WAIT = { timeout: 15_000, interval: 100 };
const CLAIM = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: 'default', name: 'given' };

/** A cluster with a driver, and what the cases need of both. */
interface Tools {
  cluster(): ClusterApi;
  ec2: MemoryEbs;
  settled(): Promise<unknown>;
  /** Of a class that is provisioned at once, with the policy Delete. */
  claimOf(name: string): Promise<unknown>;
  podOn(claim: string, node: string): Promise<unknown>;
  phase(kind: string, name: string): Promise<string | undefined>;
  attachmentOf(volume: string): Promise<KubeObject | undefined>;
  /** Whether the driver takes the volumes of the pod for attached. */
  isMarked(pod: string): Promise<boolean>;
}

/** What a hand-over relies on, by the very writes that it makes. */
export function handedOverCases({ cluster, ec2, settled, claimOf, podOn, phase, attachmentOf, isMarked }: Tools): void {
  const get = async (ref: Parameters<ClusterApi['get']>[0]) => (await cluster().get(ref))!;

  it('neither attaches nor deletes a volume whose claimRef names nobody, and has it again for its claim', async () => {
    await claimOf('given');
    await expect.poll(() => phase('PersistentVolumeClaim', 'given'), WAIT).toBe('Bound');
    const bound = await get(CLAIM);
    const { volumeName: name } = bound.spec as { volumeName: string };
    const ref = { apiVersion: 'v1', kind: 'PersistentVolume', name };
    const before = await get(ref);
    const volumeId = (before.spec as { csi: { volumeHandle: string } }).csi.volumeHandle;
    const of = { name, uid: before.metadata.uid!, claimUid: bound.metadata.uid!, reclaimPolicy: 'Delete' };
    const handed = { claim: 'default/given', volumeId, volume: of };
    const phases = async () => [await phase('PersistentVolumeClaim', 'given'), await phase('PersistentVolume', name)];

    await retain(cluster(), handed, 'run-1');
    await detachFromClaim(cluster(), handed, 'run-1');
    await expect.poll(phases, WAIT).toEqual(['Lost', 'Released']);
    await podOn('given', ec2.volumes.get(volumeId)!.zone === 'eu-west-1a' ? 'node-a' : 'node-b');
    await settled();
    expect(await attachmentOf(name)).toBeUndefined();
    expect([await isMarked('given'), ec2.volumes.has(volumeId)]).toEqual([false, true]);

    await returnToClaim(cluster(), handed);
    await expect.poll(phases, WAIT).toEqual(['Bound', 'Bound']);
    await asItWas(cluster(), handed);
    expect(await get(ref)).toMatchObject({
      metadata: { uid: of.uid, annotations: before.metadata.annotations },
      spec: before.spec as object,
    });
    await expect.poll(() => isMarked('given'), WAIT).toBe(true);
    expect(ec2.instancesOf(volumeId)).toHaveLength(1);
  });

  it('writes to no other volume of that name', async () => {
    const another = { name: 'pv-good', uid: 'another', claimUid: 'c', reclaimPolicy: 'Delete' };
    await expect(retain(cluster(), { claim: 'default/good', volumeId: 'v', volume: another }, 'run-1')).rejects.toThrow(
      /uid|UID/,
    );
  });
}
