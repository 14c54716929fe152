import { lambdaConnector } from '../../adapters/aws/connector.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import { webIdentityToken } from '../../adapters/aws/web-identity.ts';
import { AKS_SCOPE, aksEndpoint } from '../../adapters/azure/aks-cluster.ts';
import { type EntraTokens, entraTokens } from '../../adapters/azure/entra.ts';
import { armClient, type ResourceManager } from '../../adapters/azure/resource-manager.ts';
import { azureRights } from '../../adapters/azure/rights.ts';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { systemClock } from '../../adapters/kubernetes/options.ts';
import { describePlain } from '../../adapters/kubernetes/plain-clusters.ts';
import { AZURE_RIGHTS, ON_ENCRYPTION_SET } from '../../core/base/access/azure-actions.ts';
import type { Gate } from '../../core/base/pace/gate.ts';
import type { Rights } from '../../core/base/ports/rights.ts';
import type { AksTargetMember, Route } from '../../core/base/request/route.ts';
import type { AksMember } from '../../core/base/request/source.ts';
import { connectorName, ENTRA_AUDIENCE } from '../../core/base/run/names.ts';
import { requireReading } from '../../core/execute/cluster/require-access.ts';
import type { Side } from './member.ts';

export const aksSource = ({ source }: Pick<Route, 'source'>): AksMember | undefined =>
  source.kind === 'aks' ? source : undefined;

export const aksTarget = ({ target }: Pick<Route, 'target'>): AksTargetMember | undefined =>
  target.kind === 'aks' ? target : undefined;

type AksEnd = AksMember | AksTargetMember;

/** An end of a route where it is a cluster of AKS. */
export const aksEnd = (route: Pick<Route, Side>, side: Side): AksEnd | undefined =>
  side === 'source' ? aksSource(route) : aksTarget(route);

interface Azure {
  tokens: EntraTokens;
  arm: ResourceManager;
}

/** Tokens live for an hour: what an environment has for a run it keeps. */
const known = new Map<string, Azure>();
const MOST_KNOWN = 100;

/** Azure as the application that trusts the member's role. */
export function azureAs(session: MemberSession, { client, tenant }: AksEnd, cloneId: string): Azure {
  const key = `${cloneId} ${session.roleArn} ${tenant} ${client}`;
  const before = known.get(key);
  if (before) return before;
  const tokens = entraTokens({ tenant, client }, () => webIdentityToken(session, ENTRA_AUDIENCE), systemClock);
  const azure = { tokens, arm: armClient(tokens, systemClock) };
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, azure);
  return azure;
}

/** Enters a cluster of AKS by Entra ID, which Azure RBAC or the cluster's own says the rights of; a private one through its connector. */
export async function openAks(session: MemberSession, place: AksEnd, cloneId: string, turn?: Gate) {
  const { cluster: name, connector } = place;
  const { tokens, arm } = azureAs(session, place, cloneId);
  const { endpoint: named, certificateAuthority } = await aksEndpoint(arm, place);
  // Azure may name it otherwise than the network of the connector knows it; who answers is proven by the authority.
  const endpoint = connector?.endpoint ?? named;
  const api = connect({
    endpoint,
    certificateAuthority,
    credential: { token: (refused) => tokens(AKS_SCOPE, refused) },
    wayOut: connector ? wayThrough(connector) : WAY_OUT,
    turn,
    ...(connector ? { connector: lambdaConnector(session, connectorName(sideOf(place), name)) } : {}),
  });
  const info = await describePlain(api, { name, endpoint, certificateAuthority, isPrivate: connector !== undefined });
  return { session, info, api, awaitAccess: () => requireReading(api, name) };
}

const sideOf = (place: AksEnd): Side => ('location' in place ? 'target' : 'source');

const WAY_OUT =
  'It is called from the internet: look whether the API server of the cluster is public, and whether its authorized IP ranges let the hub in; a private one needs a `connector` in a VPC from where there is a way into its network (docs/aks.md).';

const wayThrough = ({ endpoint, subnetIds, securityGroupIds }: NonNullable<AksEnd['connector']>) =>
  `It was called through the connector in ${subnetIds.join(', ')}: look whether the name ${new URL(endpoint).hostname} is known there, whether there is a way into the network of the cluster, and whether ${securityGroupIds.join(', ')} lets it out (docs/aks.md).`;

/** What Azure says that the application of an end may do. */
export function rightsInAzure(session: MemberSession, place: AksEnd, cloneId: string): Rights {
  const { subscription, resourceGroup, nodeResourceGroup, cluster } = place;
  const group = (name: string) => `/subscriptions/${subscription}/resourceGroups/${name}`;
  const managed = `${group(resourceGroup)}/providers/Microsoft.ContainerService/managedClusters/${cluster}`;
  const snapshots = 'snapshotResourceGroup' in place ? place.snapshotResourceGroup : undefined;
  const isNew = 'create' in place && place.create !== undefined;
  const actions = AZURE_RIGHTS[isNew ? 'new-target' : sideOf(place)];
  const wanted = [
    { scope: isNew ? group(resourceGroup) : managed, actions: actions.cluster },
    // The group comes with the cluster.
    { scope: isNew ? `/subscriptions/${subscription}` : group(nodeResourceGroup), actions: actions.nodes },
    { scope: group(snapshots ?? nodeResourceGroup), actions: actions.snapshots },
    ...('location' in place && place.diskEncryptionSet
      ? [{ scope: place.diskEncryptionSet, actions: ON_ENCRYPTION_SET }]
      : []),
  ];
  return azureRights(
    azureAs(session, place, cloneId).arm,
    wanted.filter((each) => each.actions.length > 0),
  );
}
