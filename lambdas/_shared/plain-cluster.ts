import { lambdaConnector } from '../../adapters/aws/connector.ts';
import type { MemberSession } from '../../adapters/aws/member.ts';
import { memberSecrets } from '../../adapters/aws/secrets.ts';
import { webIdentityToken } from '../../adapters/aws/web-identity.ts';
import { type ClusterCredential, connect } from '../../adapters/kubernetes/connect.ts';
import { describePlain } from '../../adapters/kubernetes/plain-clusters.ts';
import { KubeferryError } from '../../core/base/errors.ts';
import type { Gate } from '../../core/base/pace/gate.ts';
import type { Route } from '../../core/base/request/route.ts';
import type { KubernetesMember } from '../../core/base/request/source.ts';
import { connectorName } from '../../core/base/run/names.ts';
import { requireReading } from '../../core/execute/cluster/require-access.ts';
import { authorityOf, type ClusterSecret, clusterSecret } from '../../core/execute/entry/cluster-secret.ts';

/** The source of a route where it is none of EKS. */
export const plainSource = ({ source }: Route, side: 'source' | 'target'): KubernetesMember | undefined =>
  side === 'source' && source.kind === 'kubernetes' ? source : undefined;

/** Enters a cluster that is none of EKS with what its secret says, which the member's role reads. */
export async function openPlain(session: MemberSession, place: KubernetesMember, turn?: Gate) {
  const { cluster: name, endpoint, connector } = place;
  const { certificateAuthority, credential } = await accessOf(session, place);
  if (connector && 'cert' in credential) throw noToken(place);
  const api = connect({
    endpoint,
    certificateAuthority,
    credential,
    wayOut: wayOutOf(place),
    turn,
    ...(connector ? { connector: lambdaConnector(session, connectorName('source', name)) } : {}),
  });
  const info = await describePlain(api, { name, endpoint, certificateAuthority, isPrivate: connector !== undefined });
  return { session, info, api, awaitAccess: () => requireReading(api, name) };
}

/** A token that STS signs when it is needed, or what the secret has. */
async function accessOf(
  session: MemberSession,
  { secret, federated }: KubernetesMember,
): Promise<{ certificateAuthority: string; credential: ClusterCredential }> {
  const secrets = memberSecrets(session);
  if (federated) {
    const token = () => webIdentityToken(session, federated.audience);
    return { certificateAuthority: await authorityOf(secrets, secret), credential: { token } };
  }
  const read = () => clusterSecret(secrets, secret ?? '');
  const access = await read();
  return { certificateAuthority: access.certificateAuthority, credential: credentialOf(access, read) };
}

/** A token that was replaced in its secret meanwhile is read again. */
function credentialOf(access: ClusterSecret, read: () => Promise<ClusterSecret>): ClusterCredential {
  if ('cert' in access) return { cert: access.cert, key: access.key };
  const token = async () => {
    const fresh = await read();
    return 'token' in fresh ? fresh.token : access.token;
  };
  return { token };
}

const wayOutOf = ({ connector }: KubernetesMember) =>
  connector
    ? `It was called through the connector in ${connector.subnetIds.join(', ')}: look whether there is a way from there, and whether ${connector.securityGroupIds.join(', ')} lets it out.`
    : "It is called from the internet: look whether `endpoint` of the route's source is right, and whether port and certificate are; a cluster in a network of its own needs a `connector` there (docs/other-clusters.md).";

const noToken = ({ secret, cluster }: KubernetesMember) =>
  new KubeferryError(
    'InvalidRequest',
    `Secret ${secret} has a client certificate, and cluster "${cluster}" is reached through a connector, which passes on tokens only, so that no key leaves the hub. Put a "token" into the secret instead; kubeferry rbac prints how to make one.`,
  );
