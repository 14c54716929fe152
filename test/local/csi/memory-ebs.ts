import type { CsiVolume, CsiVolumeRequest, EbsForCsi } from '../../../local/csi/ebs-for-csi.ts';

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
