/** EC2 as far as the EBS CSI driver uses it, in the account and Region of its cluster, with its role. */
export interface EbsForCsi {
  /** Answers the new volume's id. Throws with EC2's code and sentence. */
  createVolume(request: CsiVolumeRequest): Promise<string>;
  /** In any order; ids that this account and Region do not have are left out. */
  describe(ids: string[]): Promise<CsiVolume[]>;
  attach(volumeId: string, instanceId: string): Promise<void>;
  /** No error when it is not attached there, or gone. */
  detach(volumeId: string, instanceId: string): Promise<void>;
  /** No error when it is gone. */
  delete(volumeId: string): Promise<void>;
}

export interface CsiVolumeRequest {
  zone: string;
  /** `gp3` and the like. */
  type: string;
  sizeGiB: number;
  encrypted: boolean;
  kmsKeyId?: string;
  iops?: number;
  throughput?: number;
  tags: Record<string, string>;
}

export interface CsiVolume {
  id: string;
  zone: string;
  /** EC2's word: `creating`, `available`, `in-use`, `deleting`, `error`. */
  state: string;
  tags: Record<string, string>;
  attachments: { instanceId: string; state: 'attaching' | 'attached' | 'detaching' }[];
}
