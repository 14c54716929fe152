import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { azureParameters } from '../core/base/access/azure-parameters.ts';
import { azureTemplate } from '../core/base/access/azure-template.ts';
import { QUIESCING } from '../core/base/access/cluster-rights.ts';
import { ENTRA_AUDIENCE, ROLE } from '../core/base/run/names.ts';
import type { Surroundings } from '../emulator/aws/gateway/execute.ts';
import type { Services } from '../emulator/aws/services.ts';
import { type Azure, type AzureOptions, startAzure } from '../emulator/azure/azure.ts';
import { deployTemplate } from '../emulator/azure/deploy-template.ts';
import { deployedRights } from '../emulator/azure/deployed-rights.ts';
import type {
  AccessAttributes,
  ClusterBackend,
  ClusterIdentity,
  RunningCluster,
} from '../emulator/kubernetes/contract/backend.ts';
import { AKS_VERSION, describedAks } from './aks-description.ts';
import type { MeetIn } from './kubernetes-requests.ts';
import type { AksPlace, SourcePlace } from './route.ts';

/** The application that the API servers of all AKS clusters are to Entra ID. */
const API_SERVER = '6dae42f8-4368-4678-94ff-3960e28e3630';
/** Of a source, whose route says none. */
const LOCATION = 'westeurope';

/** Azure with what a route says of its end there; and what functions need to find it. */
export interface AzureOfRoute extends Azure {
  /** Variables of every function: where Azure is, and a file with who signs its certificate. */
  environment: Record<string, string>;
}

/** Entra ID, in which the application of each end trusts the role of that end and nobody else, and Resource Manager with the rights of both. */
export async function startAzureOf(
  ends: readonly AksPlace[],
  { webIdentity }: Pick<Services, 'webIdentity'>,
  { clock, faults, record }: Surroundings,
  startCluster: AzureOptions['startCluster'],
): Promise<AzureOfRoute> {
  const accounts = [...new Set(ends.map(({ account }) => account))];
  for (const account of accounts) webIdentity.enable(account);
  const audience = ENTRA_AUDIENCE;
  const rights = ends.map(rightsOf);
  const started = await startAzure({
    clock,
    faults,
    record,
    ...(startCluster ? { startCluster } : {}),
    applications: rights.flatMap(({ applications }) => applications),
    assignments: rights.flatMap(({ assignments }) => assignments),
    subjectOf: (assertion) =>
      accounts.map((account) => webIdentity.subjectOf(assertion, { account, audience })).find((found) => found),
  });
  const folder = mkdtempSync(join(tmpdir(), 'kubeferry-azure-'));
  const file = join(folder, 'authority.pem');
  writeFileSync(file, started.certificateAuthority);
  const { endpoint } = started;
  return {
    ...started,
    environment: {
      AZURE_AUTHORITY_HOST: endpoint,
      AZURE_RESOURCE_MANAGER_ENDPOINT: endpoint,
      NODE_EXTRA_CA_CERTS: file,
    },
    async stop() {
      rmSync(folder, { recursive: true, force: true });
      await started.stop();
    },
  };
}

/** As somebody has deployed the template for that end, by the command that writes its parameters. */
function rightsOf(end: AksPlace) {
  const { tenant = '', subscription = '', resourceGroup = '', client = '', location = LOCATION } = end;
  const place = { tenant, subscription, resourceGroup, location };
  const principal = `principal of ${client}`;
  const given = { ...azureParameters(end.location ? 'target' : 'source', end), issuer: 'https://sts.local' };
  const { resources } = deployTemplate(azureTemplate(), given, place, { clientId: client, principalId: principal });
  return deployedRights(resources, { tenant, client, principal });
}

/**
 * A cluster of AKS with two nodes, which lets in whoever has a token of Entra ID for it: at a source to list everything, and to quiesce where
 * the route says so, in a target to do everything.
 */
export async function startAks(
  end: SourcePlace,
  backend: ClusterBackend,
  azure: Azure,
  meet: MeetIn,
): Promise<RunningCluster> {
  const { cluster: name, location = LOCATION } = end;
  const running = await backend.start({
    name,
    version: AKS_VERSION,
    ...entryOf(end, azure, meet),
    nodes: ['1', '2'].map((zone) => ({
      name: `aks-shop-12345678-vmss00000${zone}`,
      zone: `${location}-${zone}`,
      region: location,
      instanceId: 'i-00000000000000000',
      labels: { agentpool: 'shop', 'topology.disk.csi.azure.com/zone': `${location}-${zone}` },
    })),
  });
  azure.clusters.push({
    id: clusterId(end),
    kubeconfig: () => kubeconfigOf(name, running),
    described: describedAks(end, LOCATION),
  });
  return running;
}

/** As `kubeferry rbac --identity --quiesce` prints it, in any namespace. */
function mayQuiesce({ verb, group, resource, subresource }: AccessAttributes): boolean {
  const named = subresource ? `${resource}/${subresource}` : resource;
  return QUIESCING.some(
    ({ apiGroups, resources, verbs }) => apiGroups.includes(group) && resources.includes(named) && verbs.includes(verb),
  );
}

/** Whoever has a token of Entra ID for the role of that end: it lists at a source, and does everything in a target. */
export function entryOf(end: SourcePlace, azure: Azure, meet: MeetIn) {
  const { account, region, roleArn = '' } = end;
  const isTarget = end.location !== undefined;
  const place = { account, region, arn: clusterId(end) };
  const reader: ClusterIdentity = { username: 'kubeferry', groups: [] };
  const session = `arn:aws:sts::${account}:assumed-role/${(isTarget ? ROLE.target : ROLE.source)(region)}/reader`;
  return {
    authenticate: (token: string) =>
      azure.directory.holderOf(token, API_SERVER)?.subject === roleArn ? reader : undefined,
    authorize: ({ username }: ClusterIdentity, access: AccessAttributes) =>
      username === reader.username &&
      (isTarget || access.verb === 'list' || (end.mayQuiesce === true && mayQuiesce(access))),
    meet: ({ username }: ClusterIdentity, access: AccessAttributes) =>
      username === reader.username ? meet(place, { username: session, groups: [] }, access) : undefined,
  };
}

const clusterId = ({ subscription, resourceGroup, cluster }: AksPlace) =>
  `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${cluster}`;

/** In the form in which AKS writes it for clusters with Entra ID. */
export const kubeconfigOf = (name: string, { endpoint, certificateAuthority }: RunningCluster) => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${Buffer.from(certificateAuthority).toString('base64')}
    server: ${endpoint}
  name: ${name}
contexts:
- context:
    cluster: ${name}
    user: clusterUser_${name}
  name: ${name}
current-context: ${name}
kind: Config
preferences: {}
users:
- name: clusterUser_${name}
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: kubelogin
`;
