import type { CsiVolume, CsiVolumeRequest, EbsForCsi } from '../../../emulator/csi/ebs-for-csi.ts';
import type { EbsDriverName } from '../../../emulator/csi/pass.ts';

/** A tag by which the policy of a driver lets it use a volume, as `AmazonEBSCSIDriverPolicyV2` and `AmazonEKSBlockStoragePolicy` have it. */
const DEMANDED: Record<EbsDriverName, [key: string, value: string]> = {
  'ebs.csi.aws.com': ['ebs.csi.aws.com/cluster', 'true'],
  'ebs.csi.eks.amazonaws.com': ['eks:eks-cluster-name', 'target'],
};

/** EC2 volumes in memory: `creating` and `attaching` last until somebody has seen them once. */
export class MemoryEbs implements EbsForCsi {
  readonly volumes = new Map<string, CsiVolume>();
  readonly requests: CsiVolumeRequest[] = [];
  /** Thrown by the next createVolume. */
  failure: Error | undefined;

  add(id: string, zone: string, tags: Record<string, string>): void {
    this.volumes.set(id, { id, zone, state: 'available', tags, attachments: [] });
  }

  instancesOf(id: string): string[] {
    return this.volumes.get(id)?.attachments.map(({ instanceId }) => instanceId) ?? [];
  }

  /** As the role of a driver may use it. */
  as(driver: EbsDriverName): EbsForCsi {
    const [key, value] = DEMANDED[driver];
    const demand = (volumeId: string) => {
      if (this.volumes.get(volumeId)?.tags[key] === value) return;
      throw new Error(`UnauthorizedOperation: ${volumeId} lacks the tag ${key}=${value}`);
    };
    return {
      createVolume: (request) => this.createVolume(request),
      describe: (ids) => this.describe(ids),
      attach: async (volumeId, instanceId) => {
        demand(volumeId);
        await this.attach(volumeId, instanceId);
      },
      detach: (volumeId, instanceId) => this.detach(volumeId, instanceId),
      delete: async (volumeId) => {
        demand(volumeId);
        await this.delete(volumeId);
      },
    };
  }

  async createVolume(request: CsiVolumeRequest): Promise<string> {
    const { failure } = this;
    this.failure = undefined;
    if (failure) throw failure;
    this.requests.push(request);
    const id = `vol-0new${this.requests.length}`;
    this.volumes.set(id, { id, zone: request.zone, state: 'creating', tags: request.tags, attachments: [] });
    return id;
  }

  async describe(ids: string[]): Promise<CsiVolume[]> {
    const found = ids.flatMap((id) => this.volumes.get(id) ?? []);
    const answer = structuredClone(found);
    for (const volume of found) {
      if (volume.state === 'creating') volume.state = 'available';
      volume.attachments = volume.attachments
        .filter(({ state }) => state !== 'detaching')
        .map((attachment) => ({ ...attachment, state: 'attached' }));
    }
    return answer;
  }

  async attach(volumeId: string, instanceId: string): Promise<void> {
    this.volumes.get(volumeId)!.attachments.push({ instanceId, state: 'attaching' });
  }

  async detach(volumeId: string, instanceId: string): Promise<void> {
    for (const attachment of this.volumes.get(volumeId)?.attachments ?? []) {
      if (attachment.instanceId === instanceId) attachment.state = 'detaching';
    }
  }

  async delete(volumeId: string): Promise<void> {
    this.volumes.delete(volumeId);
  }
}
