import { expect, it } from 'vitest';
import type { Request } from '../../../../core/base/request/request.ts';
import { applyOne } from '../../../../core/execute/apply/apply-one.ts';
import { type KubeObject, refOf } from '../../../../kube/kube-object.ts';
import { memoryCluster } from '../../../memory/cluster-api.ts';

const volume = (volumeHandle: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name: 'pv-data' },
  spec: { csi: { driver: 'ebs.csi.aws.com', volumeHandle }, persistentVolumeReclaimPolicy: 'Delete' },
});

// Promise: others-objects-stay
it.each<Request['onConflict']>(['fail', 'skip', 'update', 'refresh'])(
  'leaves no claim of the clone to a volume that somebody made under its name meanwhile (onConflict: %s)',
  async (onConflict) => {
    const theirs = volume('vol-0theirs');
    const api = memoryCluster({ objects: [theirs] });
    const applied = await applyOne(
      api,
      volume('vol-0copy'),
      { ref: refOf(theirs), before: 'absent' },
      { cloneId: 'run-1', onConflict },
    );
    expect(applied).toMatchObject({ result: 'failed', reason: expect.stringContaining('somebody made it') });
    expect((await api.get(refOf(theirs)))?.spec).toMatchObject({ csi: { volumeHandle: 'vol-0theirs' } });
  },
);
