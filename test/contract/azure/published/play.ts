import { setTimeout as sleep } from 'node:timers/promises';
import { aksEndpoint, describeAks } from '../../../../adapters/azure/aks-cluster.ts';
import { aksFactory } from '../../../../adapters/azure/aks-factory.ts';
import { pageAccess, snapshotAccess } from '../../../../adapters/azure/disk-access.ts';
import { azureDiskStorage } from '../../../../adapters/azure/disk-storage.ts';
import { pageBlobSink } from '../../../../adapters/azure/page-blob-sink.ts';
import type { ResourceManager } from '../../../../adapters/azure/resource-manager.ts';
import { azureRights } from '../../../../adapters/azure/rights.ts';
import { azureUploadStorage, diskId, endAccess, startUpload } from '../../../../adapters/azure/upload-storage.ts';
import { AZURE_RIGHTS } from '../../../../core/base/access/azure-actions.ts';
import type { AksFactory } from '../../../../core/base/ports/aks-factory.ts';
import { BLOCK_BYTES } from '../../../../core/base/ports/block-store.ts';
import { tagsFor } from '../../../../core/base/run/names.ts';
import { GIB } from '../../../../core/base/sizes.ts';
import { descriptionOf } from '../../../../core/execute/volumes/ebs-ledger.ts';
import { createAksRequest } from '../../../../core/plan/cluster/aks/create-aks-request.ts';
import { readAksBlueprint } from '../../../../core/plan/cluster/aks/read-aks-blueprint.ts';
import { describedAks } from '../../../../local/aks-description.ts';
import { sha256 } from '../../../adapters/azure/blob-world.ts';
import { DISKS, GROUP, PLACE, type StandIn } from '../../../adapters/azure/stand-in.ts';
import { someAks } from '../../../core/plan/cluster/aks/some-aks.ts';

const DISK = `${DISKS}/pvc-1`;
const TARGET = { ...PLACE, location: 'westeurope' };
const CLUSTER = `/subscriptions/${PLACE.subscription}/resourceGroups/${PLACE.resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${PLACE.cluster}`;

/** Every call of Resource Manager that runs make, at a source and at a target, with refusals. */
export async function playRuns({ azure }: StandIn, arm: ResourceManager): Promise<void> {
  azure.addDisk({ id: DISK, location: 'westeurope', zone: '1', sizeGiB: 1, sku: 'StandardSSD_LRS', tags: {} });
  azure.clusters.push({
    id: CLUSTER,
    kubeconfig: () => KUBECONFIG,
    described: describedAks({ ...PLACE, account: '', region: '' }, 'westeurope'),
  });
  await azureRights(arm, [{ scope: GROUP, actions: AZURE_RIGHTS.source.nodes }]).tryOut();
  await aksEndpoint(arm, PLACE);
  await describeAks(arm, PLACE);
  await describeAks(arm, { ...PLACE, cluster: 'gone' });
  await playCreation(arm);
  await playSource(arm);
  await playTarget(arm);
}

const IDENTITY = `/subscriptions/${PLACE.subscription}/resourceGroups/shop/providers/Microsoft.ManagedIdentity/userAssignedIdentities/web`;

/** Everything that makes a cluster, and takes it back: of one that has whatever a blueprint may have. */
async function playCreation(arm: ResourceManager): Promise<void> {
  const factory = aksFactory(arm, { ...PLACE, cluster: 'made' });
  const { blueprint } = readAksBlueprint('made', { cluster: someAks(), federatedCredentials: [] });
  await factory.versions('westeurope');
  await factory.offeredSizes('westeurope', ['Standard_D4s_v5']);
  await factory.create(createAksRequest('made', 'MC_made', blueprint, { cloneId: 'run-1', route: 'prod-to-dev' }));
  const made = await settled(factory);
  const issuer = String((made.properties as { oidcIssuerProfile: { issuerURL: string } }).oidcIssuerProfile.issuerURL);
  const credential = { identity: IDENTITY, name: 'web', subject: 'system:serviceaccount:shop:web', issuer };
  await factory.federate(credential);
  await factory.credentialsOf(IDENTITY);
  await factory.unfederate(credential);
  await factory.tag({ team: 'shop' }, String(made.eTag));
  await factory.remove(String((await settled(factory)).eTag));
}

/** The cluster, once nothing is done to it any more. */
async function settled(factory: AksFactory): Promise<Record<string, unknown>> {
  for (;;) {
    const { cluster } = (await factory.read([IDENTITY])) ?? {};
    if (!cluster) throw new Error('There is no cluster.');
    if ((cluster.properties as { provisioningState?: string }).provisioningState === 'Succeeded') return { ...cluster };
    await sleep(200);
  }
}

async function playSource(arm: ResourceManager): Promise<void> {
  const storage = azureDiskStorage(arm, PLACE);
  await storage.describeVolumes([DISK]);
  const tags = tagsFor('run-1', 'shop/data', 'source-snapshot');
  const { id } = await storage.createSnapshot(DISK, tags, descriptionOf('run-1', 'source-snapshot'));
  while ((await storage.describeSnapshot(id)).state !== 'completed');
  await storage.tagSnapshot(id, { 'kubeferry:lineage': 'prod-to-dev' });
  await storage.findSnapshots(tags);
  await snapshotAccess(arm, PLACE, id, 1);
  await storage.endReading?.(id);
  await storage.deleteSnapshot(id);
  await storage.deleteSnapshot('kubeferry-gone');
}

async function playTarget(arm: ResourceManager): Promise<void> {
  for (const volumeType of ['Premium_LRS', 'PremiumV2_LRS']) await fill(arm, volumeType);
}

async function fill(arm: ResourceManager, volumeType: string): Promise<void> {
  const tags = { ...tagsFor('run-1', 'shop/data', 'target-snapshot'), type: volumeType };
  const description = descriptionOf(`run-${volumeType}`, 'target-snapshot');
  const request = { sizeGiB: 1, kmsKeyArn: '', tags, description, clientToken: 'token' };
  const wish = {
    zone: 'westeurope-2',
    volumeType,
    ...(volumeType === 'PremiumV2_LRS' ? { iops: 4_000, throughputMiBps: 200 } : {}),
  };
  const name = await startUpload(arm, TARGET, request, wish);
  const id = diskId(TARGET, name);
  const sink = pageBlobSink(await pageAccess(arm, id, 'Write'), { size: GIB });
  const bytes = Buffer.alloc(BLOCK_BYTES, 7);
  await sink.put(5, bytes, sha256(bytes));
  await sink.seal(1, sha256(sha256(bytes)));
  await endAccess(arm, id);
  const storage = azureUploadStorage(arm, TARGET);
  const made = { ...tagsFor('run-1', 'shop/data', 'target-volume'), 'kubernetes.io-created-for-pvc-name': 'data' };
  await storage.createVolume({
    ...{ snapshotId: name, zone: wish.zone, sizeGiB: 2, type: volumeType, kmsKeyArn: '', clientToken: 'volume' },
    tags: made,
  });
  await storage.findVolumes(made);
  await storage.deleteVolume(id);
}

const KUBECONFIG = `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${Buffer.from('authority').toString('base64')}
    server: https://prod-dns.hcp.westeurope.azmk8s.io:443
  name: prod
`;
