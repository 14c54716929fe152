import { randomBytes } from 'node:crypto';
import { MOVING } from '../core/base/access/cluster-rights.ts';
import { ROLE } from '../core/base/run/names.ts';
import { zonesOf } from '../emulator/aws/ec2/zones.ts';
import type { Services } from '../emulator/aws/services.ts';
import type {
  AccessAttributes,
  ClusterBackend,
  ClusterIdentity,
  RunningCluster,
} from '../emulator/kubernetes/contract/backend.ts';
import type { MeetIn } from './kubernetes-requests.ts';
import type { SourcePlace } from './route.ts';

/** The role that a route takes at its source, as EKS would name its session: requests with its token are its calls. */
const sessionOf = ({ account, region }: SourcePlace) =>
  `arn:aws:sts::${account}:assumed-role/${ROLE.source(region)}/reader`;

/**
 * Who may list everything, and make Jobs where the route says so, and nothing else, as the ServiceAccount that kubeferry gets in such a
 * cluster. That has another name, so that on a real control plane its own rights count alone.
 */
const READER = { username: 'system:serviceaccount:kubeferry:stand-in', groups: ['system:serviceaccounts'] };

/**
 * A cluster that EKS knows nothing of: it listens where the route says, has no driver of AWS, and lets in whoever has the
 * token of its reader, which lies in the secret that the route names; or, where the route says `federated`, the source's role by
 * tokens of STS, so that the secret has the authority of its certificate and no credential.
 */
export async function startPlainCluster(
  source: SourcePlace,
  backend: ClusterBackend,
  { secrets, webIdentity }: Pick<Services, 'secrets' | 'webIdentity'>,
  meet: MeetIn,
): Promise<RunningCluster> {
  const { cluster: name, account, region, endpoint = '', secret, federated, mover } = source;
  const place = { account, region, arn: endpoint };
  const token = randomBytes(24).toString('base64url');
  const reader = federated ? readerByRole(source) : READER;
  if (federated) webIdentity.enable(account);
  const isReader = (given: string) =>
    federated
      ? webIdentity.subjectOf(given, { account, audience: federated.audience }) === source.roleArn
      : given === token;
  const running = await backend.start({
    name,
    version: '1.34',
    port: Number(new URL(endpoint).port),
    authenticate: (given) => (isReader(given) ? reader : undefined),
    authorize: ({ username }, access) =>
      username === reader.username && (access.verb === 'list' || (mover !== undefined && maySendJobs(access))),
    meet: ({ username }, access) =>
      username === reader.username ? meet(place, { username: sessionOf(source), groups: [] }, access) : undefined,
    nodes: zonesOf(region)
      .slice(0, 1)
      .map((zone) => ({ name: 'rack-1', zone: zone.name, region, instanceId: 'i-00000000000000000', labels: {} })),
  });
  const { certificateAuthority } = running;
  const text = JSON.stringify(federated ? { certificateAuthority } : { certificateAuthority, token });
  if (secret) secrets.createSecret({ arn: secret, text });
  return running;
}

/** As `kubeferry rbac --mover` prints it, in any namespace. */
const maySendJobs = ({ verb, group, resource, subresource }: AccessAttributes) =>
  !subresource &&
  MOVING.some(
    ({ apiGroups, resources, verbs }) =>
      apiGroups.includes(group) && resources.includes(resource) && verbs.includes(verb),
  );

/** As the API server calls it by what `kubeferry rbac` prints. */
const readerByRole = ({ roleArn = '' }: SourcePlace): ClusterIdentity => ({ username: `aws:${roleArn}`, groups: [] });
