import type { RequestInput } from '../../core/base/request/request.ts';
import { ASKABLE, type Askable } from '../../core/base/strategies.ts';
import type { KubeObject } from '../../kube/kube-object.ts';
import { badInput } from '../exit-codes.ts';
import { readManifests } from '../read-manifests.ts';
import { AKS } from './aks.ts';
import { type Disk, parseDisks } from './disks.ts';
import { FACTORY } from './from-kubernetes.ts';
import { ORIGINS } from './from-restic.ts';
import { GIVING } from './handing/asked.ts';
import { MOVED_CLAIM } from './movers/shares.ts';
import { BUILT_IN, builtInDisks } from './source-workload.ts';
import { BACKUP } from './velero/add-backups.ts';

/** As commander hands them over. */
export interface DemoFlags {
  manifests?: string[];
  disk?: string[];
  mapNamespace?: string[];
  mapStorageClass?: string[];
  strategy: string;
  quiesce?: boolean;
  createCluster?: boolean;
  sameAccount?: boolean;
  refresh?: boolean;
  mask?: boolean;
  migrate?: boolean;
  handOver?: boolean;
  from?: string;
  to?: string;
  json?: boolean;
  ui?: boolean;
}

export interface DemoInput {
  manifests: KubeObject[];
  builtIn: boolean;
  disks: Disk[];
  request: RequestInput;
  /** The target account has no cluster at first. */
  createCluster: boolean;
  /** Both clusters are in one account and Region. */
  sameAccount: boolean;
  /** Clone, change the data at the source, and clone into the same namespaces again: the second is what is proven. */
  refresh: boolean;
  /** The route masks data before anything of a clone starts. */
  mask: boolean;
  /** A database is written to while it is migrated in rounds, with a cut-over. */
  migrate: boolean;
  /** A migration within one zone gives the target the very volumes, and a roll-back gives them back. */
  handOver: boolean;
  /** Where the clones, or a claim's data, come from when it is not the source cluster. */
  from?: From;
  /** Where they go when that is no cluster of EKS. */
  to?: 'aks';
  /** The cluster that is none of EKS knows the source's role by tokens of STS: no credential of it is stored. */
  federated?: boolean;
  json: boolean;
}

/** What else than the source cluster of EKS: all from a capture, a backup of Velero, a cluster of AKS or one of any other kind, or one claim from a repository. */
const FROM = ['aks', 'capture', 'kubernetes', 'restic', 'velero'] as const;
export type From = (typeof FROM)[number];

const PAIR = /^([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)=([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)$/;

const LEFT_OUT_OF_BACKUPS = ['manifests', 'disk', 'sameAccount', 'createCluster', 'quiesce', 'refresh'] as const;
const LEFT_OUT_OF_MIGRATIONS = ['manifests', 'createCluster', 'refresh', 'mask'] as const;
const LEFT_OUT_OF_HANDING = ['manifests', 'createCluster', 'refresh', 'mask', 'migrate', 'from'] as const;
const LEFT_OUT_OF_AKS = ['sameAccount', 'mask', 'migrate', 'handOver'] as const;
const TO_AKS_FROM: readonly From[] = ['aks', 'velero'];
const isGiven = (value: unknown) => (Array.isArray(value) ? value.length > 0 : value !== undefined && value !== false);

/** Checks all flags, files and documents before anything starts. Throws bad input with every mistake. */
export function demoInput(flags: DemoFlags): DemoInput {
  const { manifests = [], disk = [], mapNamespace = [] } = flags;
  const builtIn = manifests.length === 0;
  const from = FROM.find((name) => name === flags.from);
  const own = from === 'kubernetes' ? FACTORY : from === 'aks' ? AKS : BUILT_IN;
  const { objects, problems } = readManifests(builtIn ? [own] : manifests);
  const parsed = parseDisks(disk);
  const namespaces: Record<string, string> = {};
  for (const value of mapNamespace) {
    const match = PAIR.exec(value);
    if (match) namespaces[match[1]!] = match[3]!;
    else parsed.problems.push(`--map-namespace ${value}: write SOURCE=TARGET, both namespace names.`);
  }
  const storageClasses: Record<string, string> = {};
  for (const value of flags.mapStorageClass ?? []) {
    const [source, target, ...rest] = value.split('=');
    if (source && target && rest.length === 0) storageClasses[source] = target;
    else parsed.problems.push(`--map-storage-class ${value}: write SOURCE=TARGET, both names of storage classes.`);
  }
  const strategy = ASKABLE.find((name) => name === flags.strategy);
  if (!strategy) parsed.problems.push(`--strategy ${flags.strategy}: choose one of ${ASKABLE.join(', ')}.`);
  if (flags.sameAccount && flags.createCluster)
    parsed.problems.push(
      '--same-account: the route within one account says nothing of what its cluster is made; leave --create-cluster out.',
    );
  if (flags.mask && (!builtIn || flags.sameAccount || flags.from))
    parsed.problems.push(
      '--mask: the jobs know the databases of the built-in workload between two accounts; leave --manifests, --same-account and --from out.',
    );
  const isOfOthers = flags.from !== undefined && from !== 'aks';
  if (flags.migrate && (isOfOthers || LEFT_OUT_OF_MIGRATIONS.some((flag) => isGiven(flags[flag]))))
    parsed.problems.push(
      '--migrate: the built-in workload is written to while it is migrated, between two clusters that are there; leave --manifests, --create-cluster, --refresh, --mask and any --from but aks out.',
    );
  if (flags.handOver && LEFT_OUT_OF_HANDING.some((flag) => isGiven(flags[flag])))
    parsed.problems.push(
      '--hand-over: the built-in workload is migrated within one account and zone; leave --manifests, --create-cluster, --refresh, --mask, --migrate and --from out.',
    );
  if (flags.from && !from) parsed.problems.push(`--from ${flags.from}: choose one of ${FROM.join(', ')}.`);
  if (from === 'kubernetes' && (flags.createCluster || flags.refresh || flags.quiesce))
    parsed.problems.push(
      '--from: of a cluster that is none of EKS or AKS no cluster is made, and this one lets nobody change it; leave --create-cluster, --refresh and --quiesce out.',
    );
  if ((from === 'restic' || from === 'kubernetes' || from === 'aks') && (!builtIn || flags.sameAccount))
    parsed.problems.push(
      '--from: what is cloned is the built-in workload, between two accounts; leave --manifests and --same-account out.',
    );
  if (from === 'velero' && LEFT_OUT_OF_BACKUPS.some((flag) => isGiven(flags[flag])))
    parsed.problems.push(
      '--from velero: a backup is cloned as it is, without its cluster; leave --manifests, --disk, --same-account, --create-cluster, --quiesce and --refresh out.',
    );
  if (flags.to && flags.to !== 'aks') parsed.problems.push(`--to ${flags.to}: choose aks.`);
  if (flags.to && (LEFT_OUT_OF_AKS.some((flag) => isGiven(flags[flag])) || (from && !TO_AKS_FROM.includes(from))))
    parsed.problems.push(
      '--to: nothing but clones goes into AKS; leave --same-account, --mask, --migrate, --hand-over and any --from but aks and velero out.',
    );
  const all = [...problems, ...parsed.problems];
  if (all.length > 0) throw badInput(all);
  return {
    manifests: objects,
    builtIn,
    disks: [...(builtIn && from !== 'kubernetes' ? builtInDisks() : []), ...parsed.disks],
    request: {
      mappings: { namespaces, storageClasses },
      volumes: {
        strategy: flags.handOver ? GIVING : (strategy as Askable),
        ...(from === 'restic' ? { origins: ORIGINS } : {}),
        ...(from === 'kubernetes' ? { origins: { ...ORIGINS, [MOVED_CLAIM]: { mover: true } } } : {}),
      },
      ...(from === 'velero' ? { source: { backup: BACKUP } } : {}),
      ...(flags.createCluster ? { target: { createCluster: true } } : {}),
      ...(flags.refresh ? { onConflict: 'refresh' as const } : {}),
      ...(flags.migrate ? { migrate: {} } : {}),
      ...(flags.handOver ? { profile: 'migrate' as const, cutOver: true } : {}),
      ...(flags.quiesce || flags.handOver ? { quiesce: { scaleToZero: true } } : {}),
    },
    createCluster: flags.createCluster ?? false,
    sameAccount: flags.sameAccount ?? false,
    refresh: flags.refresh ?? false,
    mask: flags.mask ?? false,
    migrate: flags.migrate ?? false,
    handOver: flags.handOver ?? false,
    ...(from ? { from } : {}),
    ...(flags.to === 'aks' ? { to: 'aks' as const } : {}),
    json: flags.json ?? false,
  };
}
