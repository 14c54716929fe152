import { DescribeSnapshotsCommand, DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { leftInAzure } from './azure/removals.ts';
import { enter } from './cluster.ts';
import type { Context } from './context.ts';
import { legsOf } from './legs.ts';
import { CLAIMS } from './names.ts';
import type { Step } from './run-steps.ts';

/** A roll-back leaves nothing: neither a volume nor a snapshot of the claim, nor a namespace of a clone. */
export const proveUndone = (context: Context): Step => ({
  title: 'See that the roll-back has left nothing',
  does: [
    `no snapshot and no volume with the tag kubeferry:claim=${CLAIMS.join(' or ')}, no namespace of a clone`,
    ...(context.options.azure ? ['no disk and no snapshot in Azure with the tag kubeferry:made-by'] : []),
  ],
  async run() {
    const ec2 = new EC2Client(context.place);
    const Filters = [{ Name: 'tag:kubeferry:claim', Values: [...CLAIMS] }];
    const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({ Filters }));
    const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ Filters, OwnerIds: ['self'] }));
    const left = [...Volumes.map(({ VolumeId }) => VolumeId), ...Snapshots.map(({ SnapshotId }) => SnapshotId)];
    for (const { to } of legsOf(context.options)) {
      const api = await enter(context, to.cluster);
      const namespace = { apiVersion: 'v1', kind: 'Namespace', name: to.namespace };
      if (await api.get(namespace)) left.push(`namespace ${to.namespace} in ${to.cluster}`);
      api.close();
    }
    const { azure } = context.options;
    if (azure) left.push(...(await leftInAzure(context, azure)));
    if (left.length > 0) throw new Error(`It has left ${left.join(', ')}.`);
  },
});
