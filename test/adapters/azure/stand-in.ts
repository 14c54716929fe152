import tls from 'node:tls';
import { entraTokens } from '../../../adapters/azure/entra.ts';
import { armClient } from '../../../adapters/azure/resource-manager.ts';
import { AZURE_RIGHTS } from '../../../core/base/access/azure-actions.ts';
import { type Azure, type AzureOptions, startAzure } from '../../../emulator/azure/azure.ts';
import { acceleratedClock } from '../../../emulator/base/clock.ts';
import { createFaults, type Faults } from '../../../emulator/base/faults.ts';
import type { RecordedCall } from '../../../emulator/base/records.ts';

export const ROLE = 'arn:aws:iam::222233334444:role/kubeferry-source-eu-central-1';
export const PLACE = {
  tenant: '11111111-1111-4111-8111-111111111111',
  client: '22222222-2222-4222-8222-222222222222',
  subscription: '33333333-3333-4333-8333-333333333333',
  resourceGroup: 'shop',
  nodeResourceGroup: 'MC_shop_prod_westeurope',
  cluster: 'prod',
};
export const GROUP = `/subscriptions/${PLACE.subscription}/resourceGroups/${PLACE.nodeResourceGroup}`;
const OWN_GROUP = `/subscriptions/${PLACE.subscription}/resourceGroups/${PLACE.resourceGroup}`;
export const DISKS = `${GROUP}/providers/Microsoft.Compute/disks`;

/** As docs/aks.md has it. */
export const ACTIONS = [
  'Microsoft.Compute/diskEncryptionSets/read',
  'Microsoft.Compute/disks/read',
  'Microsoft.Compute/disks/write',
  'Microsoft.Compute/disks/delete',
  'Microsoft.Compute/disks/beginGetAccess/action',
  'Microsoft.Compute/disks/endGetAccess/action',
  'Microsoft.Compute/snapshots/read',
  'Microsoft.Compute/snapshots/write',
  'Microsoft.Compute/snapshots/delete',
  'Microsoft.Compute/snapshots/beginGetAccess/action',
  'Microsoft.Compute/snapshots/endGetAccess/action',
];

export interface StandIn {
  azure: Azure;
  faults: Faults;
  calls: RecordedCall[];
  /** What `fast` waits are asked for, in seconds. */
  waits: number[];
  clock: { now: () => Date; sleep: (milliseconds: number) => Promise<void> };
}

const NEW_CLUSTERS = [
  { client: PLACE.client, scope: OWN_GROUP, actions: [...AZURE_RIGHTS['new-target'].cluster] },
  {
    client: PLACE.client,
    scope: `/subscriptions/${PLACE.subscription}`,
    actions: [...AZURE_RIGHTS['new-target'].nodes],
  },
];

const SPEED = 200;

interface Given {
  /** Who a token of STS says that it is of. */
  subject?: string;
  isAllowed?: (action: string) => boolean;
  clock?: StandIn['clock'];
  /** What stands behind clusters that are made; the application may make some then. */
  startCluster?: AzureOptions['startCluster'];
}

/** A stand-in for Azure on loopback, and this thread as a function that trusts its certificate. */
export async function standIn({
  subject = ROLE,
  isAllowed = () => true,
  clock = acceleratedClock(SPEED),
  startCluster,
}: Given = {}): Promise<StandIn> {
  const faults = createFaults();
  const calls: RecordedCall[] = [];
  const azure = await startAzure({
    clock,
    faults,
    record: (call) => calls.push(call),
    applications: [{ tenant: PLACE.tenant, client: PLACE.client, subject: ROLE }],
    assignments: [
      { client: PLACE.client, scope: GROUP, actions: ACTIONS.filter(isAllowed) },
      { client: PLACE.client, scope: OWN_GROUP, actions: [...AZURE_RIGHTS.source.cluster] },
      ...(startCluster ? NEW_CLUSTERS.map((each) => ({ ...each, actions: each.actions.filter(isAllowed) })) : []),
    ],
    ...(startCluster ? { startCluster } : {}),
    subjectOf: (assertion) => (assertion === 'signed' ? subject : undefined),
  });
  tls.setDefaultCACertificates([azure.certificateAuthority]);
  process.env.AZURE_AUTHORITY_HOST = azure.endpoint;
  process.env.AZURE_RESOURCE_MANAGER_ENDPOINT = azure.endpoint;
  const waits: number[] = [];
  const sleep = (milliseconds: number) => {
    waits.push(milliseconds / 1000);
    return clock.sleep(Math.max(milliseconds, SPEED));
  };
  return { azure, faults, calls, waits, clock: { now: clock.now, sleep } };
}

export const armOf = ({ clock }: Pick<StandIn, 'clock'>, assertion = 'signed') =>
  armClient(
    entraTokens(PLACE, async () => assertion, clock),
    clock,
  );
