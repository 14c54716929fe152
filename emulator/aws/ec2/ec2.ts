/**
 * The block storage of EC2: volumes, snapshots, copies and sharing, by the rules that AWS documents. No timers: what
 * takes time is a function of the clock (`status.ts`), and block data is shared, never copied (`block-data.ts`).
 */
import type * as z from 'zod';
import type { Operation, Service } from '../../base/service.ts';
import { describeInstances } from './describe-instances.ts';
import type { Keys } from './keys.ts';
import { describeInstanceTypeOfferings, describeLaunchTemplates } from './launch-templates.ts';
import { describeSecurityGroups, describeSubnets } from './network.ts';
import { asOperation, type Ec2Operation } from './operation.ts';
import { describeAvailabilityZones, getEbsDefaultKmsKeyId, getEbsEncryptionByDefault } from './region-settings.ts';
import { copySnapshot } from './snapshots/copy-snapshot.ts';
import { createSnapshot } from './snapshots/create-snapshot.ts';
import { createSnapshots } from './snapshots/create-snapshots.ts';
import { deleteSnapshot } from './snapshots/delete-snapshot.ts';
import { describeSnapshots } from './snapshots/describe-snapshots.ts';
import { describeSnapshotAttribute, modifySnapshotAttribute } from './snapshots/share-snapshot.ts';
import type { Ec2State } from './state.ts';
import { createTags, deleteTags } from './tag-resources.ts';
import { createThrottle } from './throttle.ts';
import { attachVolume, detachVolume } from './volumes/attach-volume.ts';
import { createVolume } from './volumes/create-volume.ts';
import { deleteVolume } from './volumes/delete-volume.ts';
import { describeVolumes } from './volumes/describe-volumes.ts';

/** `state` is shared with EBS direct and EKS; `kms` says which keys there are and who may use them. */
export function createEc2({ state, kms }: { state: Ec2State; kms: Keys }): Service {
  const throttle = createThrottle();
  const operations: Record<string, Operation> = {};
  const serve = <S extends z.ZodType>(name: string, definition: Ec2Operation<S>) => {
    operations[name] = asOperation(name, definition, { state, keys: kms, throttle });
  };

  serve('DescribeVolumes', describeVolumes);
  serve('CreateVolume', createVolume);
  serve('DeleteVolume', deleteVolume);
  serve('AttachVolume', attachVolume);
  serve('DetachVolume', detachVolume);

  serve('DescribeSnapshots', describeSnapshots);
  serve('CreateSnapshot', createSnapshot);
  serve('CreateSnapshots', createSnapshots);
  serve('CopySnapshot', copySnapshot);
  serve('DeleteSnapshot', deleteSnapshot);
  serve('ModifySnapshotAttribute', modifySnapshotAttribute);
  serve('DescribeSnapshotAttribute', describeSnapshotAttribute);

  serve('DescribeInstances', describeInstances);
  serve('DescribeSubnets', describeSubnets);
  serve('DescribeSecurityGroups', describeSecurityGroups);
  serve('DescribeLaunchTemplates', describeLaunchTemplates);
  serve('DescribeInstanceTypeOfferings', describeInstanceTypeOfferings);
  serve('DescribeAvailabilityZones', describeAvailabilityZones);
  serve('CreateTags', createTags);
  serve('DeleteTags', deleteTags);
  serve('GetEbsEncryptionByDefault', getEbsEncryptionByDefault);
  serve('GetEbsDefaultKmsKeyId', getEbsDefaultKmsKeyId);

  return { signingName: 'ec2', protocol: 'ec2', xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/', operations };
}
