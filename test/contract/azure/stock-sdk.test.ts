import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entraTokens } from '../../../adapters/azure/entra.ts';
import { FOOTER_BYTES, vhdFooter } from '../../../adapters/azure/vhd-footer.ts';
import { describedAks } from '../../../local/aks-description.ts';
import { DISKS, GROUP, PLACE, type StandIn, standIn } from '../../adapters/azure/stand-in.ts';
import { verified } from '../../verified/verified.ts';
import { installAzureWitnesses } from './install-witnesses.ts';
import type { Clusters, Compute, PageBlob } from './stock-shapes.ts';
import { AZURE_WITNESSES, NEXT_VERSIONS } from './witnesses.data.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const DISK = `${DISKS}/pvc-1`;
const CLUSTER = `/subscriptions/${PLACE.subscription}/resourceGroups/${PLACE.resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${PLACE.cluster}`;

let here: StandIn;
let compute: Compute;
let clusters: Clusters;
let permissions: { listForResourceGroup(group: string): AsyncIterable<{ actions: string[] }> };
let pageBlob: (url: string) => PageBlob;

beforeAll(async () => {
  const load = createRequire(join(installAzureWitnesses(), 'package.json'));
  const { ComputeManagementClient } = load('@azure/arm-compute');
  const { ContainerServiceClient } = load('@azure/arm-containerservice');
  const { AuthorizationManagementClient } = load('@azure/arm-authorization');
  const { PageBlobClient, AnonymousCredential } = load('@azure/storage-blob');
  here = await standIn();
  here.azure.addDisk({ id: DISK, location: 'westeurope', zone: '1', sizeGiB: 1, sku: 'StandardSSD_LRS', tags: {} });
  const tokens = entraTokens(PLACE, async () => 'signed', here.clock);
  const credential = {
    // Asked for each call: the clock of the stand-in runs ahead of that of the SDK.
    getToken: async (scope: string) => ({ token: await tokens(scope), expiresOnTimestamp: Date.now() }),
  };
  const { endpoint, certificateAuthority } = here.azure;
  const options = {
    endpoint,
    credentialScopes: [`${endpoint}/.default`],
    tlsOptions: { ca: certificateAuthority },
    updateIntervalInMs: 50,
  };
  compute = new ComputeManagementClient(credential, PLACE.subscription, options);
  const apiVersion = Object.keys(NEXT_VERSIONS)[0];
  clusters = new ContainerServiceClient(credential, PLACE.subscription, { ...options, apiVersion }).managedClusters;
  permissions = new AuthorizationManagementClient(credential, PLACE.subscription, options).permissions;
  here.azure.clusters.push({
    id: CLUSTER,
    kubeconfig: () => 'kind: Config',
    described: describedAks({ ...PLACE, account: '', region: '' }, 'westeurope'),
  });
  pageBlob = (url) => new PageBlobClient(url, new AnonymousCredential(), { retryOptions: { maxTries: 1 } });
}, 180_000);
afterAll(() => here.azure.stop());

const snapshotOf = (name: string) =>
  compute.snapshots.beginCreateOrUpdateAndWait(PLACE.nodeResourceGroup, name, {
    location: 'westeurope',
    incremental: true,
    creationData: { createOption: 'Copy', sourceResourceId: DISK },
    tags: { 'kubeferry:clone-id': 'c-1' },
  });
const accessTo = async (name: string) => {
  const wish = { access: 'Read', durationInSeconds: 3_600 };
  return (await compute.snapshots.beginGrantAccessAndWait(PLACE.nodeResourceGroup, name, wish)).accessSAS;
};
const blobOf = () => here.azure.findDisk(DISK)!.blob;

describe('the stock SDK of Compute', () => {
  it('lists disks, and takes an incremental snapshot whose access it grants, ends and removes', async () => {
    const disks = [];
    for await (const disk of compute.disks.listByResourceGroup(PLACE.nodeResourceGroup)) disks.push(disk);
    expect(disks).toMatchObject([{ id: DISK, diskSizeGB: 1, zones: ['1'] }]);

    await snapshotOf('kf-1');
    const snapshot = await compute.snapshots.get(PLACE.nodeResourceGroup, 'kf-1');
    expect(snapshot).toMatchObject({
      name: 'kf-1',
      incremental: true,
      provisioningState: 'Succeeded',
      completionPercent: 100,
      creationData: { createOption: 'Copy', sourceResourceId: DISK },
      tags: { 'kubeferry:clone-id': 'c-1' },
    });
    expect(snapshot.timeCreated).toBeInstanceOf(Date);
    const tagged = await compute.snapshots.beginUpdateAndWait(PLACE.nodeResourceGroup, 'kf-1', { tags: { a: 'b' } });
    expect(tagged.tags).toEqual({ a: 'b' });

    expect(await accessTo('kf-1')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]+\/abcd\?.*sig=/);
    await expect(compute.snapshots.beginDeleteAndWait(PLACE.nodeResourceGroup, 'kf-1')).rejects.toMatchObject({
      code: 'OperationNotAllowed',
      statusCode: 409,
    });
    await compute.snapshots.beginRevokeAccessAndWait(PLACE.nodeResourceGroup, 'kf-1');
    await compute.snapshots.beginDeleteAndWait(PLACE.nodeResourceGroup, 'kf-1');
    await expect(compute.snapshots.get(PLACE.nodeResourceGroup, 'kf-1')).rejects.toMatchObject({ statusCode: 404 });
  });

  it('is refused in words that it knows', async () => {
    const elsewhere = compute.snapshots.get('other', 'kf-1');
    await expect(elsewhere).rejects.toMatchObject({ statusCode: 403, code: 'AuthorizationFailed' });
    expect(here.calls.every(({ resource }) => resource.startsWith(GROUP))).toBe(true);
  });
});

describe('the stock SDKs of clusters and of rights', () => {
  it('read what a cluster is, and the kubeconfig of its users', async () => {
    const found = await clusters.get(PLACE.resourceGroup, PLACE.cluster);
    expect(found.kubernetesVersion).toMatch(/^1\.\d+/);
    expect(found.agentPoolProfiles.map(({ mode }) => mode)).toContain('System');
    const { kubeconfigs } = await clusters.listClusterUserCredentials(PLACE.resourceGroup, PLACE.cluster);
    expect(kubeconfigs.map(({ name, value }) => [name, Buffer.from(value).toString()])).toEqual([
      ['clusterUser', 'kind: Config'],
    ]);
  });

  it('list what an identity may do', async () => {
    const actions: string[] = [];
    for await (const each of permissions.listForResourceGroup(PLACE.nodeResourceGroup)) actions.push(...each.actions);
    expect(actions).toContain('Microsoft.Compute/disks/beginGetAccess/action');
  });
});

describe('the stock SDK of page blobs', () => {
  it('reads ranges by pages, with their MD5, and what changed between two snapshots of a disk', async () => {
    const bytes = Buffer.alloc(MIB, 'rows ');
    blobOf().write(0, bytes);
    blobOf().write(8 * MIB, bytes);
    await snapshotOf('first');
    blobOf().write(16 * MIB, bytes);
    blobOf().clear(8 * MIB, MIB);
    await snapshotOf('second');
    const [first, second] = [await accessTo('first'), await accessTo('second')];

    const blob = pageBlob(second);
    const { pageRange } = await blob.getPageRanges(0, 64 * MIB);
    // Its count is one less than the bytes.
    expect(pageRange).toEqual([
      { offset: 0, count: MIB - 1 },
      { offset: 16 * MIB, count: MIB - 1 },
    ]);
    let pages = 0;
    for await (const _ of blob.listPageRanges(0, 64 * MIB).byPage({ maxPageSize: 1 })) pages++;
    expect(pages).toBe(2);
    const read = await blob.download(0, 512 * 1024, { rangeGetContentMD5: true });
    const expected = createHash('md5')
      .update(bytes.subarray(0, 512 * 1024))
      .digest();
    expect(Buffer.from(read.contentMD5)).toEqual(expected);
    const diff = await blob.getPageRangesDiffForManagedDisks(0, 64 * MIB, first);
    expect(diff.pageRange).toEqual([{ offset: 16 * MIB, count: MIB - 1 }]);
    expect(diff.clearRange).toEqual([{ offset: 8 * MIB, count: MIB - 1 }]);
    await expect(pageBlob(first).getPageRangesDiffForManagedDisks(0, MIB, second)).rejects.toMatchObject({
      code: 'PreviousSnapshotCannotBeNewer',
    });
    await expect(blob.uploadPages(Buffer.alloc(512), 0, 512)).rejects.toMatchObject({
      statusCode: 403,
      code: 'AuthorizationPermissionMismatch',
    });
  });
});

describe('both stock SDKs together', () => {
  const upload = { access: 'Write', durationInSeconds: 3_600 };

  it('fill a disk by its pages, each with its MD5, and end it with the footer', async () => {
    await compute.disks.beginCreateOrUpdateAndWait(PLACE.nodeResourceGroup, 'kf-up', {
      location: 'westeurope',
      zones: ['1'],
      sku: { name: 'Premium_LRS' },
      creationData: { createOption: 'Upload', uploadSizeBytes: GIB + FOOTER_BYTES },
    });
    const made = await compute.disks.get(PLACE.nodeResourceGroup, 'kf-up');
    expect(made).toMatchObject({ diskState: 'ReadyToUpload', sku: { name: 'Premium_LRS' } });
    const { accessSAS } = await compute.disks.beginGrantAccessAndWait(PLACE.nodeResourceGroup, 'kf-up', upload);
    const blob = pageBlob(accessSAS);
    const bytes = Buffer.alloc(4 * MIB, 'pages ');
    const md5 = createHash('md5').update(bytes).digest();
    const put = await blob.uploadPages(bytes, 8 * MIB, 4 * MIB, { transactionalContentMD5: md5 });
    expect(Buffer.from(put.contentMD5)).toEqual(md5);
    const wrong = blob.uploadPages(bytes, 0, 4 * MIB, { transactionalContentMD5: Buffer.alloc(16) });
    await expect(wrong).rejects.toMatchObject({ statusCode: 400, code: 'Md5Mismatch' });
    await expect(blob.uploadPages(Buffer.alloc(5 * MIB), 0, 5 * MIB)).rejects.toMatchObject({ statusCode: 413 });
    await blob.clearPages(11 * MIB, MIB);
    await blob.uploadPages(vhdFooter(GIB, Buffer.alloc(16, 1)), GIB, FOOTER_BYTES);
    expect((await blob.getPageRanges(0, GIB)).pageRange).toEqual([{ offset: 8 * MIB, count: 3 * MIB - 1 }]);

    await compute.disks.beginRevokeAccessAndWait(PLACE.nodeResourceGroup, 'kf-up');
    const filled = await compute.disks.get(PLACE.nodeResourceGroup, 'kf-up');
    expect(filled.diskState).toBe('Unattached');
    const ended = blob.uploadPages(Buffer.alloc(512), 0, 512);
    await expect(ended).rejects.toMatchObject({ statusCode: 403, code: 'AuthenticationFailed' });
    await compute.disks.beginDeleteAndWait(PLACE.nodeResourceGroup, 'kf-up');
  });
});

it('is what docs/verified.md says', () => {
  verified('contract-azure-sdk', {
    title: 'Stock clients of Azure on the local Azure',
    command: 'npm run test:contract',
    rows: [
      {
        checked:
          'Disks are listed, made for an upload, opened and removed; snapshots are taken, tagged, opened for reading and removed, with their long operations',
        witness: `@azure/arm-compute ${AZURE_WITNESSES['@azure/arm-compute']}`,
        count: 'the calls of a source and of a target, in the version that the adapters ask for',
        deviations: 0,
      },
      {
        checked: 'A cluster is described, with the kubeconfig of its users, and what an identity may do is listed',
        witness: `@azure/arm-containerservice ${AZURE_WITNESSES['@azure/arm-containerservice']}, @azure/arm-authorization ${AZURE_WITNESSES['@azure/arm-authorization']}`,
        count: 'the calls of a source and of a target, in the version that the adapters ask for',
        deviations: 0,
      },
      {
        checked: 'Pages are listed, compared with an earlier snapshot, read and written with their MD5, and cleared',
        witness: `@azure/storage-blob ${AZURE_WITNESSES['@azure/storage-blob']}`,
        count: 'the calls of a source and of a target',
        deviations: 0,
      },
    ],
    deviations: [],
  });
});
