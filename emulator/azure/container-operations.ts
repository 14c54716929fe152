import type { Answer } from './disks.ts';
import type { FederatedCredentials } from './federated-credentials.ts';
import type { Conditions, Failure } from './managed-cluster.ts';
import type { ManagedClusterBody } from './managed-cluster-input.ts';
import type { ManagedClusters } from './managed-clusters.ts';
import { VERSIONS, ZONES } from './offers.data.ts';

interface Request extends Conditions {
  method: string;
  id: string;
  body: unknown;
}

interface World {
  managed: ManagedClusters;
  credentials: FederatedCredentials;
  /** How a creation ends that is accepted now. */
  failing(): Failure | undefined;
}

const CLUSTER = /\/Microsoft\.ContainerService\/managedClusters\/[^/]+$/i;
const CREDENTIALS =
  /^(.*\/Microsoft\.ManagedIdentity\/userAssignedIdentities\/[^/]+)\/federatedIdentityCredentials(?:\/([^/]+))?$/i;
const OF_CLUSTERS = 'Microsoft.ContainerService/managedClusters';
const OF_CREDENTIALS = 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials';

/** What makes clusters, what is given to them, and what there is to make them of; undefined for any other request. */
export function containerOperation(
  { method, id, body, ...conditions }: Request,
  { managed, credentials, failing }: World,
): [action: string, run: () => Answer] | undefined {
  if (CLUSTER.test(id)) {
    if (method === 'PUT')
      return [`${OF_CLUSTERS}/write`, () => managed.write(id, body as ManagedClusterBody, conditions, failing())];
    if (method === 'PATCH')
      return [`${OF_CLUSTERS}/write`, () => managed.tag(id, body as { tags?: Record<string, string> }, conditions)];
    if (method === 'DELETE') return [`${OF_CLUSTERS}/delete`, () => managed.remove(id, conditions)];
  }
  const [, identity = '', name] = CREDENTIALS.exec(id) ?? [];
  if (identity && !name && method === 'GET') return [`${OF_CREDENTIALS}/read`, () => credentials.list(identity)];
  if (identity && name && method === 'PUT')
    return [`${OF_CREDENTIALS}/write`, () => credentials.write(identity, name, body as object)];
  if (identity && name && method === 'DELETE')
    return [`${OF_CREDENTIALS}/delete`, () => credentials.remove(identity, name)];
  if (method === 'GET' && /\/Microsoft\.ContainerService\/locations\/[^/]+\/kubernetesVersions$/i.test(id))
    return ['Microsoft.ContainerService/locations/kubernetesVersions/read', versions];
  if (method === 'GET' && /\/Microsoft\.Compute\/skus$/i.test(id)) return ['Microsoft.Compute/skus/read', skus];
  return undefined;
}

const versions = (): Answer => ({
  status: 200,
  body: { values: VERSIONS.map((version) => ({ version, isPreview: version === VERSIONS.at(-1) })) },
});

/** Families of several numbers of vCPUs, in all zones. */
const FAMILIES = [
  'D#s_v5',
  'D#as_v5',
  'D#ds_v5',
  'D#ps_v5',
  'E#s_v5',
  'E#as_v5',
  'F#s_v2',
  'B#ls_v2',
  'B#ms',
  'B#s_v2',
  'B#ps_v2',
];

/** Those of the subscription: the filter is not looked at, so that whoever asks looks at the rows. */
const LOCATIONS = ['northeurope', 'westeurope'];

const skus = (): Answer => ({
  status: 200,
  body: {
    value: LOCATIONS.flatMap((location) =>
      FAMILIES.flatMap((family) =>
        [2, 4, 8, 16, 32, 48, 64].map((vcpus) => ({
          resourceType: 'virtualMachines',
          name: `Standard_${family.replace('#', String(vcpus))}`,
          locations: [location],
          locationInfo: [{ location, zones: ZONES }],
          restrictions: [],
        })),
      ),
    ),
  },
});
