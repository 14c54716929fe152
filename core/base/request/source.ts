import * as z from 'zod';
import { AksCluster, resourceGroup } from './aks-cluster.ts';
import { BackupBucket } from './backup-bucket.ts';
import { End, Place } from './end.ts';
import { Mover } from './mover.ts';
import { keyArn, secretArn } from './repository.ts';

/**
 * Volumes of the account that a run may copy though they do not prove that they are the source cluster's: an id, or a tag as
 * `key=value` that only trusted people set.
 */
const allowVolumes = z
  .array(z.string().regex(/^(vol-[0-9a-f]{8,17}|[^=]{1,128}=.{0,256})$/, 'a volume id, or a tag as key=value'))
  .optional();

/**
 * Snapshots of the account, made by others, that a run may read, share with the target and make volumes of: an id, or a tag as
 * `key=value` with `*` for any letters in the value. It is a condition of IAM, hence no variables and no `?`; our own tags
 * are no sign of others.
 */
const allowSnapshots = z
  .array(
    z
      .string()
      .regex(
        /^(snap-[0-9a-f]{8,17}|(?!kubeferry:)[^=*?$]{1,128}=[^?$]{1,256})$/,
        "a snapshot id, or a tag as key=value with * for any letters in the value, and none of kubeferry's own",
      ),
  )
  .optional();

const EksSource = End.extend({
  kind: z.literal('eks').optional(),
  /** Jobs that a run may make beside claims that are not on EBS. */
  mover: Mover.optional(),
  allowVolumes,
  allowSnapshots,
});

/**
 * What Velero has kept of a cluster, which need not exist any more. Account and Region are those of its snapshots, and of the
 * role that reads them, the bucket and the secret; `cluster` is what the backups are of.
 */
const VeleroSource = Place.extend({ kind: z.literal('velero'), backups: BackupBucket, allowVolumes, allowSnapshots });

/**
 * Any other cluster: on-premises, of another cloud, or on EC2. Account and Region are those of the role that reads its secret, of
 * its connector, and of its EBS volumes, where it has such; `cluster` is what it is called.
 */
const KubernetesSource = End.extend({
  kind: z.literal('kubernetes'),
  /** Of its API server. */
  endpoint: z
    .string()
    .regex(/^https:\/\/[0-9A-Za-z.-]+(:\d+)?$/, 'an endpoint is an address such as https://k8s.example.com:6443'),
  /**
   * How it is entered: JSON with `certificateAuthority` (PEM; left out where a public authority has signed the server's
   * certificate) and either `token`, or `certificate` and `key` of a client. With `federated` the authority alone, if anything.
   */
  secret: secretArn.optional(),
  /**
   * Without a stored credential: its API server trusts the tokens that STS signs for the source's role, for this audience
   * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetWebIdentityToken.html).
   */
  federated: z.strictObject({ audience: z.string().regex(/^\S{1,1000}$/, 'an audience has no spaces') }).optional(),
  /** Of the secret, where it has a key of one's own. */
  kmsKeyArn: keyArn.optional(),
  /** Jobs that a run may make beside claims whose data nobody else can copy. */
  mover: Mover.optional(),
  allowVolumes,
  allowSnapshots,
});

/** Of AKS; account and Region are those of the role that proves itself to Entra ID. */
const AksSource = AksCluster.extend({
  kind: z.literal('aks'),
  /** Where the snapshots of runs are; the node resource group when left out, which a cluster may have locked. */
  snapshotResourceGroup: resourceGroup.optional(),
  /** Disks that a run may copy though they do not prove that they are the cluster's: its whole resource id, or a tag as `key=value`. */
  allowVolumes: z.array(z.string().min(1).max(769)).optional(),
});

/** The role to take at an end; computed when the app is synthesized. */
export const role = { roleArn: z.string(), externalId: z.string() };

/** Where a route begins, as the configuration states it. `kind` says what is there; left out, a cluster of EKS. */
export const Source = z.discriminatedUnion('kind', [EksSource, AksSource, KubernetesSource, VeleroSource]);
export type Source = z.infer<typeof Source>;

/** The same as it travels with a run. */
export const SourceMember = z.discriminatedUnion('kind', [
  // Whether any route may hand volumes of this cluster over: its access entries are shared by the runs of all of them.
  EksSource.extend({ ...role, handsOver: z.boolean().optional() }),
  AksSource.extend(role),
  KubernetesSource.extend(role),
  VeleroSource.extend(role),
]);
export type SourceMember = z.infer<typeof SourceMember>;
export type VeleroMember = Extract<SourceMember, { kind: 'velero' }>;
export type AksMember = Extract<SourceMember, { kind: 'aks' }>;
export type KubernetesMember = Extract<SourceMember, { kind: 'kubernetes' }>;
