import { DescribeSnapshotsCommand, DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { enter } from './cluster.ts';
import type { Context } from './context.ts';
import { CLAIM, NAMESPACE, STRATEGIES } from './names.ts';
import type { Step } from './run-steps.ts';

/** A roll-back leaves nothing: neither a volume nor a snapshot of the claim, nor a namespace of a clone. */
export const proveUndone = (context: Context): Step => ({
  title: 'See that the roll-back has left nothing',
  does: [`no snapshot and no volume with the tag kubeferry:claim=${NAMESPACE}/${CLAIM}, no namespace of a clone`],
  async run() {
    const ec2 = new EC2Client(context.place);
    const Filters = [{ Name: 'tag:kubeferry:claim', Values: [`${NAMESPACE}/${CLAIM}`] }];
    const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({ Filters }));
    const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ Filters, OwnerIds: ['self'] }));
    const left = [...Volumes.map(({ VolumeId }) => VolumeId), ...Snapshots.map(({ SnapshotId }) => SnapshotId)];
    const api = await enter(context, context.options.clusters.target);
    for (const name of Object.values(STRATEGIES))
      if (await api.get({ apiVersion: 'v1', kind: 'Namespace', name })) left.push(`namespace ${name}`);
    api.close();
    if (left.length > 0) throw new Error(`It has left ${left.join(', ')}.`);
  },
});
