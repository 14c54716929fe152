import { randomBytes } from 'node:crypto';
import { MOVING } from '../core/base/access/cluster-rights.ts';
import { zonesOf } from '../emulator/aws/ec2/zones.ts';
import type { SecretsManager } from '../emulator/aws/secrets-manager/secrets-manager.ts';
import type { AccessAttributes, ClusterBackend, RunningCluster } from '../emulator/kubernetes/contract/backend.ts';
import type { SourcePlace } from './route.ts';

/** Who may list everything, and make Jobs where the route says so, and nothing else, as the ServiceAccount that kubeferry gets in such a cluster. */
const READER = { username: 'system:serviceaccount:kubeferry:kubeferry', groups: ['system:serviceaccounts'] };

/**
 * A cluster that EKS knows nothing of: it listens where the route says, has no driver of AWS, and lets in whoever has the
 * token of its reader, which lies in the secret that the route names.
 */
export async function startPlainCluster(
  { cluster: name, region, endpoint = '', secret = '', mover }: SourcePlace,
  backend: ClusterBackend,
  secrets: Pick<SecretsManager, 'createSecret'>,
): Promise<RunningCluster> {
  const token = randomBytes(24).toString('base64url');
  const running = await backend.start({
    name,
    version: '1.34',
    port: Number(new URL(endpoint).port),
    authenticate: (given) => (given === token ? READER : undefined),
    authorize: ({ username }, access) =>
      username === READER.username && (access.verb === 'list' || (mover !== undefined && maySendJobs(access))),
    nodes: zonesOf(region)
      .slice(0, 1)
      .map((zone) => ({ name: 'rack-1', zone: zone.name, region, instanceId: 'i-00000000000000000', labels: {} })),
  });
  const { certificateAuthority } = running;
  secrets.createSecret({ arn: secret, text: JSON.stringify({ certificateAuthority, token }) });
  return running;
}

/** As `kubeferry rbac --mover` prints it, in any namespace. */
const maySendJobs = ({ verb, group, resource, subresource }: AccessAttributes) =>
  !subresource &&
  MOVING.some(
    ({ apiGroups, resources, verbs }) =>
      apiGroups.includes(group) && resources.includes(resource) && verbs.includes(verb),
  );
