import type { Clock } from '../../../core/ports/clock.ts';
import type { CsiVolume, CsiVolumeRequest, EbsForCsi } from '../../csi/ebs-for-csi.ts';
import { AwsError, type Caller, type Service } from '../service.ts';
import type { Ec2State } from './state.ts';
import { attachmentStatus, attachmentsOf, volumeStatus } from './status.ts';

/** Where and as whom the CSI driver of a cluster calls EC2. */
export interface CsiPlace {
  account: string;
  region: string;
}

/** What EC2 gives the devices of data volumes (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html). */
const DEVICES = Array.from({ length: 24 }, (_, index) => `/dev/xvd${String.fromCharCode('b'.charCodeAt(0) + index)}a`);

/**
 * The EBS CSI driver's side of EC2 for one cluster: the same operations and rules as over the wire, called in
 * process, with the driver's own role allowed all of it.
 */
export function ebsForCsi(ec2: Service, state: Ec2State, clock: Clock, at: CsiPlace): EbsForCsi {
  const place = state.place(at.account, at.region);
  const now = () => clock.now().getTime();
  const send = (operation: string, input: Record<string, unknown>): unknown =>
    ec2.operations[operation]!(input, {
      caller: driver(at.account),
      ...at,
      service: 'ec2',
      operation,
      body: Buffer.alloc(0),
      headers: {},
      clock,
      authorize: () => undefined,
    });
  const unlessGone = (run: () => unknown, ...codes: string[]) => {
    try {
      run();
    } catch (error) {
      if (!(error instanceof AwsError && ['InvalidVolume.NotFound', ...codes].includes(error.code))) throw error;
    }
  };

  return {
    async createVolume(request) {
      const { volumeId } = send('CreateVolume', createInput(request)) as { volumeId: string };
      return volumeId;
    },

    async describe(ids) {
      const volumes = ids.map((id) => place.volumes.get(id)).filter((volume) => volume !== undefined);
      const here = volumes.filter((volume) => volumeStatus(volume, now()) !== 'gone');
      return here.map(
        (volume): CsiVolume => ({
          id: volume.id,
          zone: volume.zone,
          state: volumeStatus(volume, now()),
          tags: volume.tags,
          attachments: attachmentsOf(volume, now()).map((attachment) => ({
            instanceId: attachment.instanceId,
            state: attachmentStatus(attachment, now()),
          })),
        }),
      );
    },

    async attach(volumeId, instanceId) {
      const taken = new Set(
        [...place.volumes.values()].flatMap((volume) =>
          attachmentsOf(volume, now())
            .filter((attachment) => attachment.instanceId === instanceId)
            .map(({ device }) => device),
        ),
      );
      const device = DEVICES.find((one) => !taken.has(one));
      if (!device) throw new AwsError('AttachmentLimitExceeded', `The instance '${instanceId}' has no free device.`);
      send('AttachVolume', { VolumeId: volumeId, InstanceId: instanceId, Device: device });
    },

    async detach(volumeId, instanceId) {
      const detach = () => send('DetachVolume', { VolumeId: volumeId, InstanceId: instanceId });
      unlessGone(detach, 'IncorrectState', 'InvalidInstanceID.NotFound');
    },

    async delete(volumeId) {
      unlessGone(() => send('DeleteVolume', { VolumeId: volumeId }));
    },
  };
}

const createInput = (request: CsiVolumeRequest) => ({
  AvailabilityZone: request.zone,
  VolumeType: request.type,
  Size: String(request.sizeGiB),
  ...(request.encrypted ? { Encrypted: 'true' } : {}),
  ...(request.kmsKeyId === undefined ? {} : { KmsKeyId: request.kmsKeyId }),
  ...(request.iops === undefined ? {} : { Iops: String(request.iops) }),
  ...(request.throughput === undefined ? {} : { Throughput: String(request.throughput) }),
  TagSpecification: [
    { ResourceType: 'volume', Tag: Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value })) },
  ],
});

const driver = (account: string): Caller => ({
  account,
  arn: `arn:aws:sts::${account}:assumed-role/AmazonEKS_EBS_CSI_DriverRole/aws-ebs-csi-driver`,
  principalArn: `arn:aws:iam::${account}:role/AmazonEKS_EBS_CSI_DriverRole`,
  accessKeyId: '',
});
