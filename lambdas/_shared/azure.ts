import type { MemberSession } from '../../adapters/aws/member.ts';
import { ec2VolumeStorage } from '../../adapters/aws/volume-storage.ts';
import { webIdentityToken } from '../../adapters/aws/web-identity.ts';
import { AKS_SCOPE, aksEndpoint } from '../../adapters/azure/aks-cluster.ts';
import { snapshotAccess } from '../../adapters/azure/disk-access.ts';
import { azureDiskStorage } from '../../adapters/azure/disk-storage.ts';
import { type EntraTokens, entraTokens } from '../../adapters/azure/entra.ts';
import { pageBlobSource } from '../../adapters/azure/page-blob-source.ts';
import { armClient, type ResourceManager } from '../../adapters/azure/resource-manager.ts';
import { azureRights } from '../../adapters/azure/rights.ts';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { systemClock } from '../../adapters/kubernetes/options.ts';
import { describePlain } from '../../adapters/kubernetes/plain-clusters.ts';
import { ON_CLUSTER, ON_DISKS, ON_SNAPSHOTS } from '../../core/base/access/azure-actions.ts';
import type { Gate } from '../../core/base/pace/gate.ts';
import type { BlockSource } from '../../core/base/ports/block-store.ts';
import type { Rights } from '../../core/base/ports/rights.ts';
import type { VolumeStorage } from '../../core/base/ports/volume-storage.ts';
import type { Route } from '../../core/base/request/route.ts';
import type { AksMember } from '../../core/base/request/source.ts';
import type { Clone, VolumeItem } from '../../core/base/run/envelope.ts';
import { ENTRA_AUDIENCE } from '../../core/base/run/names.ts';
import { GIB } from '../../core/base/sizes.ts';
import { requireReading } from '../../core/execute/cluster/require-access.ts';
import type { OpenSource } from '../../core/execute/volumes/plan-block-copy.ts';
import type { Side } from './member.ts';

/** The source of a route where it is a cluster of AKS. */
export const aksSource = ({ source }: Pick<Route, 'source'>, side: Side): AksMember | undefined =>
  side === 'source' && source.kind === 'aks' ? source : undefined;

interface Azure {
  tokens: EntraTokens;
  arm: ResourceManager;
}

/** Tokens live for an hour: what an environment has for a run it keeps. */
const known = new Map<string, Azure>();
const MOST_KNOWN = 100;

/** Azure as the application that trusts the member's role. */
function azureAs(session: MemberSession, { client, tenant }: AksMember, cloneId: string): Azure {
  const key = `${cloneId} ${tenant} ${client}`;
  const before = known.get(key);
  if (before) return before;
  const tokens = entraTokens({ tenant, client }, () => webIdentityToken(session, ENTRA_AUDIENCE), systemClock);
  const azure = { tokens, arm: armClient(tokens, systemClock) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, azure);
  return azure;
}

/** Enters a cluster of AKS by Entra ID, which Azure RBAC or the cluster's own says the rights of. */
export async function openAks(session: MemberSession, place: AksMember, cloneId: string, turn?: Gate) {
  const { tokens, arm } = azureAs(session, place, cloneId);
  const { endpoint, certificateAuthority } = await aksEndpoint(arm, place);
  const api = connect({
    endpoint,
    certificateAuthority,
    credential: { token: () => tokens(AKS_SCOPE) },
    wayOut: WAY_OUT,
    turn,
  });
  const info = await describePlain(api, { name: place.cluster, endpoint, certificateAuthority });
  return { session, info, api, awaitAccess: () => requireReading(api, place.cluster) };
}

const WAY_OUT =
  'It is called from the internet: look whether the API server of the cluster is public, and whether its authorized IP ranges let the hub in (docs/aks.md).';

/** What Azure says that the application may do. */
export function rightsInAzure(session: MemberSession, place: AksMember, cloneId: string): Rights {
  const { subscription, resourceGroup, nodeResourceGroup, snapshotResourceGroup = nodeResourceGroup, cluster } = place;
  const group = (name: string) => `/subscriptions/${subscription}/resourceGroups/${name}`;
  const managed = `${group(resourceGroup)}/providers/Microsoft.ContainerService/managedClusters/${cluster}`;
  return azureRights(azureAs(session, place, cloneId).arm, [
    { scope: managed, actions: ON_CLUSTER },
    { scope: group(nodeResourceGroup), actions: ON_DISKS },
    { scope: group(snapshotResourceGroup), actions: ON_SNAPSHOTS },
  ]);
}

/** The disks of the source: managed disks of Azure, or volumes of EBS. */
export function sourceStorage({ route, cloneId }: Clone, session: MemberSession): VolumeStorage {
  const place = aksSource(route, 'source');
  return place ? azureDiskStorage(azureAs(session, place, cloneId).arm, place) : ec2VolumeStorage(session);
}

/** The blocks of a snapshot of a managed disk, by an access that Azure grants for a day. */
export async function diskBlocks(
  session: MemberSession,
  place: AksMember,
  { cloneId }: Clone,
  { origin, sizeGiB, sourceGiB = sizeGiB }: VolumeItem,
): Promise<OpenSource> {
  const { arm } = azureAs(session, place, cloneId);
  const access = (name: string) => snapshotAccess(arm, place, name);
  const url = await access(origin.snapshotId);
  const of = { size: sourceGiB * GIB, name: `snapshot ${origin.snapshotId}` };
  return (since) =>
    since === undefined
      ? pageBlobSource(url, of)
      : openedLater(async () => pageBlobSource(url, { ...of, previousSnapshot: await access(since) }));
}

/** Nothing is asked for before its first block is: the earlier snapshot may be gone, which is said then. */
function openedLater(open: () => Promise<BlockSource>): BlockSource {
  let opened: Promise<BlockSource> | undefined;
  const source = () => {
    opened ??= open();
    return opened;
  };
  return {
    async *list(range) {
      yield* (await source()).list(range);
    },
    get: async (block, into) => (await source()).get(block, into),
  };
}
