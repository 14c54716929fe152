import { eksClusters } from '../../adapters/aws/clusters.ts';
import { lambdaConnector } from '../../adapters/aws/connector.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import { connect } from '../../adapters/kubernetes/connect.ts';
import { eksToken } from '../../adapters/kubernetes/eks-token.ts';
import { KubeferryError } from '../../core/base/errors.ts';
import type { ClusterInfo } from '../../core/base/ports/clusters.ts';
import { connectorOf } from '../../core/base/request/end.ts';
import type { Clone } from '../../core/base/run/envelope.ts';
import { connectorName } from '../../core/base/run/names.ts';
import { requireAccessOnEveryServer } from '../../core/execute/cluster/early-access.ts';
import { offerCreation } from '../../core/plan/cluster/is-to-be-created.ts';
import { wayIntoReach, whyOutOfReach } from '../../core/plan/cluster/reach.ts';
import type { ClusterApi } from '../../kube/cluster-api.ts';
import { turnsAt } from './api-turns.ts';
import { aksEnd, openAks } from './azure.ts';
import { memberOf, type Side } from './member.ts';
import { openPlain, plainSource } from './plain-cluster.ts';

export interface OpenCluster {
  session: MemberSession;
  info: ClusterInfo;
  api: ClusterApi;
  /** Throws NotYet as long as it does not let the run in everywhere. */
  awaitAccess: () => Promise<void>;
}

/** Connections stay open between invocations of one environment: handshakes and DescribeCluster are made once. */
const open = new Map<string, Promise<OpenCluster>>();

/** The API of the cluster on one side of the route, entered as the member's role; throws ClusterUnreachable when it is private. */
export function openCluster(clone: Clone, side: Side): Promise<OpenCluster> {
  const key = `${clone.cloneId} ${side}`;
  const opened = open.get(key) ?? openAfresh(clone, side);
  open.set(key, opened);
  opened.catch(() => open.delete(key));
  return opened;
}

/** Several sides; what is wrong with each of them is said at once. */
export async function openClusters(clone: Clone, sides: readonly Side[]): Promise<OpenCluster[]> {
  const opened = await Promise.allSettled(sides.map((side) => openCluster(clone, side)));
  const failures = opened.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
  const [first, ...others] = failures;
  if (first && others.length > 0 && failures.every(({ name }) => name === 'ClusterUnreachable')) {
    const problems = sides.map((side, at) => ({
      at: `cluster ${clone.route[side].cluster}`,
      message: failures[at]!.message,
    }));
    throw new KubeferryError('ClusterUnreachable', failures.map(({ message }) => message).join(' '), { problems });
  }
  if (first) throw first;
  return opened.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

async function openAfresh(clone: Clone, side: Side): Promise<OpenCluster> {
  const session = await memberOf(clone, side);
  const aks = aksEnd(clone.route, side);
  if (aks)
    return openAks(session, aks, clone.cloneId, turnsAt(clone, side)).catch((error: unknown) => {
      throw offerCreation(error, side, clone.route);
    });
  const plain = plainSource(clone.route, side);
  return plain ? openPlain(session, plain, turnsAt(clone, side)) : openEks(clone, side, session);
}

async function openEks(clone: Clone, side: Side, session: MemberSession): Promise<OpenCluster> {
  const place = clone.route[side];
  const { cluster, region } = place;
  const info = await eksClusters(session)
    .describe(cluster)
    .catch((error: unknown) => {
      throw offerCreation(error, side, clone.route);
    });
  const unreachable = whyOutOfReach(side, place, info);
  if (unreachable) throw new KubeferryError('ClusterUnreachable', unreachable);
  const token = async () => eksToken({ region, cluster, credentials: await session.credentials(), now: new Date() });
  const turn = turnsAt(clone, side);
  const connectAfresh = () =>
    connect({
      endpoint: info.endpoint,
      certificateAuthority: info.certificateAuthority,
      credential: { token },
      wayOut: wayIntoReach(side, place, info),
      turn,
      ...(connectorOf(place) ? { connector: lambdaConnector(session, connectorName(side, cluster)) } : {}),
    });
  return {
    session,
    info,
    api: connectAfresh(),
    awaitAccess: () => requireAccessOnEveryServer(connectAfresh, info.name),
  };
}
