import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DescribeAvailabilityZonesCommand,
  DescribeVolumesCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { outsideText } from '../../core/base/outside/outside-text.ts';
import type { Rights, Trial } from '../../core/base/ports/rights.ts';
import { tagsFor } from '../../core/base/run/names.ts';
import { clientConfig } from './clients.ts';
import { toTagSpecifications } from './ec2-shapes.ts';
import { awsCall, awsCode } from './errors.ts';
import type { MemberSession } from './member.ts';

/** Nothing of that id is ever made: a dry run ends before. */
const CLONE = 'doctor';

/** Dry runs of what is done at the source: with a volume that is there, since EC2 looks for it first. */
export function sourceRights(session: MemberSession): Rights {
  const ec2 = new EC2Client(clientConfig(session));
  return {
    async tryOut() {
      const { Volumes = [] } = await awsCall(`list volumes in ${session.region}`, () =>
        ec2.send(new DescribeVolumesCommand({ MaxResults: 5 })),
      );
      const VolumeId = Volumes[0]?.VolumeId;
      const action = 'ec2:CreateSnapshot';
      if (!VolumeId) return [{ action, answer: 'untold', said: 'There is no volume to try it on.' }];
      const TagSpecifications = toTagSpecifications('snapshot', tagsFor(CLONE, 'none/none', 'source-snapshot'));
      return [
        await dryRun(action, () => ec2.send(new CreateSnapshotCommand({ DryRun: true, VolumeId, TagSpecifications }))),
      ];
    },
  };
}

/** Dry runs of what is done in the target: an empty volume under the target's key. */
export function targetRights(session: MemberSession, kmsKeyArn: string): Rights {
  const ec2 = new EC2Client(clientConfig(session));
  return {
    async tryOut() {
      const { AvailabilityZones = [] } = await awsCall(`list the zones of ${session.region}`, () =>
        ec2.send(new DescribeAvailabilityZonesCommand({})),
      );
      const call = new CreateVolumeCommand({
        DryRun: true,
        AvailabilityZone: AvailabilityZones[0]?.ZoneName ?? `${session.region}a`,
        Size: 1,
        VolumeType: 'gp3',
        Encrypted: true,
        KmsKeyId: kmsKeyArn,
        TagSpecifications: toTagSpecifications('volume', tagsFor(CLONE, 'none/none', 'target-volume')),
      });
      return [await dryRun('ec2:CreateVolume', () => ec2.send(call))];
    },
  };
}

/**
 * With the right, EC2 answers `DryRunOperation`, without it `UnauthorizedOperation`; anything else says nothing about
 * it (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html).
 */
async function dryRun(action: string, call: () => Promise<unknown>): Promise<Trial> {
  try {
    await call();
    return { action, answer: 'untold', said: 'EC2 answered a dry run as if it were none.' };
  } catch (error) {
    const code = awsCode(error);
    const said = `${code}: ${outsideText(error)}`.replace(/\.?$/, '.');
    if (code === 'DryRunOperation') return { action, answer: 'allowed', said };
    return { action, answer: code === 'UnauthorizedOperation' ? 'denied' : 'untold', said };
  }
}
