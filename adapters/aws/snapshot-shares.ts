import { DescribeSnapshotAttributeCommand, type EC2Client, ModifySnapshotAttributeCommand } from '@aws-sdk/client-ec2';
import type { VolumeStorage } from '../../core/base/ports/volume-storage.ts';
import { awsCall, goneIsFine } from './errors.ts';

/** Who may copy a snapshot besides its owner. `here` says in sentences where it is. */
export function snapshotShares(
  ec2: EC2Client,
  here: string,
): Pick<VolumeStorage, 'shareSnapshot' | 'sharedWith' | 'unshareSnapshot'> {
  const Attribute = 'createVolumePermission';
  const modifyShare = (SnapshotId: string, UserId: string, change: 'Add' | 'Remove') =>
    ec2.send(
      new ModifySnapshotAttributeCommand({ SnapshotId, Attribute, CreateVolumePermission: { [change]: [{ UserId }] } }),
    );
  return {
    shareSnapshot: async (id, account) => {
      await awsCall(`share snapshot ${id} with account ${account}`, () => modifyShare(id, account, 'Add'));
    },

    sharedWith: (id) =>
      awsCall(`see with whom snapshot ${id} is shared ${here}`, async () => {
        const { CreateVolumePermissions = [] } = await ec2.send(
          new DescribeSnapshotAttributeCommand({ SnapshotId: id, Attribute }),
        );
        return CreateVolumePermissions.flatMap(({ UserId }) => UserId ?? []);
      }),

    unshareSnapshot: (id, account) =>
      goneIsFine(`stop sharing snapshot ${id} with account ${account}`, () => modifyShare(id, account, 'Remove')),
  };
}
