/** The EBS CSI driver of a local cluster: played, over the cluster's API and the account's EC2. */
import { connect } from '../adapters/kubernetes/connect.ts';
import type { Place } from '../emulator/assembly/template/world.ts';
import { execute, type Surroundings } from '../emulator/aws/gateway/execute.ts';
import type { Services } from '../emulator/aws/services.ts';
import { AwsError, type Service } from '../emulator/base/service.ts';
import { type EbsCsiDriver, startEbsCsiDriver } from '../emulator/csi/driver.ts';
import type { CsiVolume, EbsForCsi } from '../emulator/csi/ebs-for-csi.ts';
import type { EbsDriverName } from '../emulator/csi/pass.ts';
import type { RunningCluster } from '../emulator/kubernetes/contract/backend.ts';
import { callersOf } from './driver-roles.ts';

export function startCsiDriver(
  place: Place & { cluster: string },
  running: RunningCluster,
  services: Services,
  surroundings: Surroundings,
  driverName: EbsDriverName = 'ebs.csi.aws.com',
): EbsCsiDriver {
  const { endpoint, certificateAuthority, admin } = running;
  const credential = 'token' in admin ? { token: () => admin.token } : admin;
  const api = connect({ endpoint, certificateAuthority, credential });
  const driver = startEbsCsiDriver({
    api,
    driver: driverName,
    clusterName: place.cluster,
    ec2: ebsOf(place, driverName, services, surroundings),
    clock: surroundings.clock,
  });
  return {
    settled: driver.settled,
    hint: driver.hint,
    async stop() {
      await driver.stop();
      api.close();
    },
  };
}

/** EC2 as the driver may use it: by AWS's own policies for it, so that what they do not allow fails here as well. */
function ebsOf(
  place: Place & { cluster: string },
  driver: EbsDriverName,
  services: Services,
  surroundings: Surroundings,
): EbsForCsi {
  const { list, ec2State } = services;
  const { account, region } = place;
  const service = list.find(({ signingName }) => signingName === 'ec2') as Service;
  const callers = callersOf(driver, place, services.iam);
  const call = async (operation: string, input: object) => {
    try {
      return (await execute({ service, operation, input, caller: callers(operation), region }, surroundings)).output;
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // As the SDK of the driver words it.
      const said = `operation error EC2: ${operation}, https response error StatusCode: ${error.status}, api error ${error.code}: ${error.message}`;
      throw new AwsError(error.code, said, error.status);
    }
  };

  return {
    async createVolume({ zone, type, sizeGiB, encrypted, kmsKeyId, iops, throughput, tags }) {
      const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      const answer = await call('CreateVolume', {
        AvailabilityZone: zone,
        VolumeType: type,
        Size: String(sizeGiB),
        ...(encrypted ? { Encrypted: 'true' } : {}),
        ...(kmsKeyId ? { KmsKeyId: kmsKeyId } : {}),
        ...(iops ? { Iops: String(iops) } : {}),
        ...(throughput ? { Throughput: String(throughput) } : {}),
        TagSpecification: [{ ResourceType: 'volume', Tag }],
      });
      return (answer as { volumeId: string }).volumeId;
    },
    async describe(ids) {
      if (ids.length === 0) return [];
      const answer = await call('DescribeVolumes', { Filter: [{ Name: 'volume-id', Value: ids }] });
      return (answer as { volumeSet: VolumeWire[] }).volumeSet.map(csiVolume);
    },
    async attach(VolumeId, InstanceId) {
      const Device = freeDevice(ec2State.place(account, region), InstanceId);
      await call('AttachVolume', { VolumeId, InstanceId, Device });
    },
    detach: (VolumeId, InstanceId) =>
      unless(['InvalidVolume.NotFound', 'IncorrectState', 'InvalidAttachment.NotFound'], () =>
        call('DetachVolume', { VolumeId, InstanceId }),
      ),
    delete: (VolumeId) => unless(['InvalidVolume.NotFound'], () => call('DeleteVolume', { VolumeId })),
  };
}

interface VolumeWire {
  volumeId: string;
  availabilityZone: string;
  status: string;
  tagSet: { key: string; value: string }[];
  attachmentSet: { instanceId: string; status: CsiVolume['attachments'][number]['state'] }[];
}

const csiVolume = ({ volumeId, availabilityZone, status, tagSet, attachmentSet }: VolumeWire): CsiVolume => ({
  id: volumeId,
  zone: availabilityZone,
  state: status,
  tags: Object.fromEntries(tagSet.map(({ key, value }) => [key, value])),
  attachments: attachmentSet.map(({ instanceId, status: state }) => ({ instanceId, state })),
});

/** `/dev/xvdaa` and on, as the driver names devices. */
function freeDevice(place: ReturnType<Services['ec2State']['place']>, instanceId: string): string {
  const taken = [...place.volumes.values()].flatMap(({ attachments }) =>
    attachments.filter((one) => one.instanceId === instanceId).map(({ device }) => device),
  );
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const names = letters.flatMap((first) => letters.map((second) => `/dev/xvd${first}${second}`));
  const free = names.find((name) => !taken.includes(name));
  if (!free) throw new Error(`The instance ${instanceId} has no free device name.`);
  return free;
}

async function unless(codes: string[], work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AwsError && codes.includes(error.code))) throw error;
  }
}
