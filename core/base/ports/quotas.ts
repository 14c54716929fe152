/** What of the target account is used up by clones, and what it may have of it. */

export interface KnownQuota {
  /** Of Service Quotas. */
  service: 'ebs' | 'eks';
  code: string;
  name: string;
  used: (usage: Usage) => Count;
}

/** So many; `atLeast` where counting ended before everything was counted. */
export interface Count {
  count: number;
  atLeast?: boolean;
}

export interface Usage {
  /** TiB of volumes, by their type. */
  storageTiB: Record<string, number>;
  /** True where there are more volumes than were counted. */
  moreVolumes?: boolean;
  snapshots: Count;
  /** Snapshot copies under way. */
  copies: number;
  clusters: number;
}

/** Of Service Quotas: `Storage for … volumes, in TiB`. */
const STORAGE: [type: string, code: string][] = [
  ['gp3', 'L-7A658B76'],
  ['gp2', 'L-D18FCD1D'],
  ['io1', 'L-FD252861'],
  ['io2', 'L-09BD8365'],
  ['st1', 'L-82ACEF56'],
  ['sc1', 'L-17AF77E8'],
  ['standard', 'L-9CF3C2EB'],
];

/**
 * The quotas that a clone, or the cluster that it makes, meets first
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html,
 * https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html).
 */
export const QUOTAS: readonly KnownQuota[] = [
  ...STORAGE.map(([type, code]) => ({
    service: 'ebs' as const,
    code,
    name: `${type} storage, TiB`,
    used: ({ storageTiB, moreVolumes = false }: Usage) => ({ count: storageTiB[type] ?? 0, atLeast: moreVolumes }),
  })),
  { service: 'ebs', code: 'L-309BACF6', name: 'snapshots in the Region', used: ({ snapshots }) => snapshots },
  {
    service: 'eks',
    code: 'L-1194D53C',
    name: 'EKS clusters in the Region',
    used: ({ clusters: count }) => ({ count }),
  },
];

/**
 * Requests a second of the EBS direct APIs that read and put blocks, of all in an account and Region
 * (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html).
 */
export const BLOCK_QUOTAS = {
  source: { service: 'ebs', code: 'L-C125AE42', name: 'GetSnapshotBlock requests a second' },
  target: { service: 'ebs', code: 'L-AFAE1BE8', name: 'PutSnapshotBlock requests a second' },
} as const;
/** The default of most Regions: what an account has at least. */
export const LEAST_BLOCK_QUOTA = 1_000;

/** Not adjustable in Service Quotas (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html). */
export const COPIES_AT_A_TIME = 20;
