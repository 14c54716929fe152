import { fileURLToPath } from 'node:url';
import { CreateSnapshotCommand, DescribeSnapshotsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { countMoved } from '../../cli/demo/count-moved.ts';
import { volumesOfClaims } from '../../cli/demo/disks.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { addBackups } from '../../cli/demo/from-restic.ts';
import { proveVolumes } from '../../cli/demo/prove-volumes.ts';
import { recordsOf } from '../../cli/demo/run-demo.ts';
import { addVelero, bucket, type Objects } from '../../cli/demo/velero/add-backups.ts';
import type { KeptCapture } from '../../core/base/captures/capture.ts';
import { capturesOf } from '../../core/base/captures/register.ts';
import { prefixOf } from '../../core/base/request/repository.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import type { RecordedCall } from '../../emulator/base/records.ts';
import { inProcess } from '../../emulator/kubernetes/in-process.ts';
import { listAccounts, listCluster } from './listing.ts';
import { runPod } from './masking-pods.ts';
import { small, useOneCloud } from './one-cloud.ts';
import config from './several-routes.config.ts';
import { into } from './small-cloud.ts';

const assembled = fileURLToPath(new URL('several-routes.config.ts', import.meta.url));
useOneCloud(200, { assembly: currentAssembly(() => {}, assembled), backend: inProcess({ jobs: runPod }) });

let objects: Objects;
beforeAll(() => {
  addBackups(small.cloud, ['shop/queue', 'small/files']);
  addVelero(small.cloud, (added) => {
    objects = added;
  });
});

const listing = async () => [
  listAccounts(small.cloud),
  await listCluster(small.source),
  await listCluster(small.target),
];
const run = async (machine: string, request: unknown) => {
  const execution = await startExecution(small.cloud, machine, request);
  return { name: execution.name, ...(await execution.ended()) };
};
const cloneBackup = (namespace: string, more: object = {}) =>
  run('kubeferry-backups-to-dev', {
    source: { backup: 'nightly-1' },
    selection: { namespaces: ['shop'] },
    mappings: { namespaces: { shop: namespace } },
    ...more,
  });
const rollBack = async (cloneId: string) => {
  const record = await findRecord<object>(recordsOf(small.cloud), keysOf(cloneId).clone);
  return run('kubeferry-roll-back', { ...record, failure: null });
};
const callsOf = async (work: () => Promise<unknown>): Promise<RecordedCall[]> => {
  const before = small.cloud.calls.length;
  await work();
  return small.cloud.calls.slice(before);
};

it('clones a Velero backup from snapshots, Kopia and restic though each step is killed, and a roll-back leaves nothing', async () => {
  const before = await listing();
  for (const step of ['start-clone', 'plan-clone', 'export-manifests', 'lay-out-image', 'copy-segment'])
    small.cloud.addFault({ on: `lambda:${step}`, nth: 1, effect: { kind: 'kill-after' } });
  let ended = { name: '', status: '' };
  const calls = await callsOf(async () => {
    ended = await cloneBackup('arrived', { volumes: { origins: { 'shop/queue': { repository: 'nightly' } } } });
  });
  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  const report = await findRecord<Report>(recordsOf(small.cloud), keysOf(ended.name).report);
  expect(await proveVolumes(small.cloud.ec2, report!.volumes)).toMatchObject([
    { claim: 'shop/db', identical: true, database: { integrity: 'ok', sameRows: true } },
    { claim: 'shop/files', strategy: 'write-image', files: { compared: 263, different: [] } },
    { claim: 'shop/queue', strategy: 'write-image', files: { compared: 265, different: [] } },
  ]);
  const used = calls.filter(({ resource }) => resource?.includes(bucket)).map(({ action }) => action);
  expect([...new Set(used)].sort()).toEqual(['s3:GetObject', 's3:ListBucket']);
  const { id } = small.cloud.accounts.source;
  expect(calls.filter(({ service, account }) => account === id && ['kubernetes', 'eks'].includes(service))).toEqual([]);

  expect(await rollBack(ended.name)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await listing()).toEqual(before);
});

it('clones within one account and Region from the snapshots themselves, one of them of others, and copies nothing', async () => {
  const { credentials, region } = small.cloud.accounts.source;
  const ec2 = new EC2Client({ endpoint: small.cloud.endpoint, region, credentials });
  const VolumeId = (await volumesOfClaims(small.source)).get('small/files')!;
  const TagSpecifications = [{ ResourceType: 'snapshot' as const, Tags: [{ Key: 'team', Value: 'shop' }] }];
  const { SnapshotId = '' } = await ec2.send(new CreateSnapshotCommand({ VolumeId, TagSpecifications }));
  const ofOthers = async () =>
    (await ec2.send(new DescribeSnapshotsCommand({ SnapshotIds: [SnapshotId] }))).Snapshots!.map(({ State, Tags }) => ({
      State,
      Tags,
    }));
  const untouched = [{ State: 'completed', Tags: [{ Key: 'team', Value: 'shop' }] }];
  await expect.poll(ofOthers, { timeout: 20_000 }).toEqual(untouched);
  const before = await listing();
  let ended = { name: '', status: '' };
  const calls = await callsOf(async () => {
    ended = await run('kubeferry-within-prod', {
      selection: { namespaces: ['small'] },
      ...into('twin'),
      volumes: { origins: { 'small/files': { newest: { maxAgeHours: 24, tags: { team: 'shop' } } } } },
    });
  });
  expect(ended, JSON.stringify(ended)).toMatchObject({ status: 'SUCCEEDED' });
  const { volumes = [] } = (await findRecord<Report>(recordsOf(small.cloud), keysOf(ended.name).report)) ?? {};
  expect(new Set(volumes.map(({ strategy }) => strategy))).toEqual(new Set(['use-snapshot']));
  expect(volumes.find(({ claim }) => claim === 'small/files')?.origin).toMatchObject({ snapshotId: SnapshotId });
  expect((await proveVolumes(small.cloud.ec2, volumes)).map(({ identical }) => identical)).toEqual(
    volumes.map(() => true),
  );
  expect(countMoved(calls)).toEqual({ blocksRead: 0, blocksWritten: 0, snapshotsCopied: 0 });
  // One for each claim but that whose data is there already.
  const taken = calls.filter(({ action, resource }) => /CreateSnapshots?$/.test(action) && resource.includes(VolumeId));
  expect(taken).toEqual([]);
  expect(await rollBack(ended.name)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await listing()).toEqual(before);
  expect(await ofOthers()).toEqual(untouched);
});

it('clones a capture without asking the source, and a roll-back leaves the capture', async () => {
  const captured = await run('kubeferry-prod-to-dev', {
    mode: 'capture',
    capture: { name: 'nightly' },
    selection: { namespaces: ['small'] },
  });
  expect(captured).toMatchObject({ status: 'SUCCEEDED' });
  const { id: account, region } = small.cloud.accounts.source;
  const captures = (): Promise<KeptCapture[]> =>
    capturesOf(recordsOf(small.cloud), { account, region, cluster: small.cloud.clusters.source.name });
  expect(await captures()).toMatchObject([{ id: captured.name, name: 'nightly', users: [] }]);
  const before = await listing();
  let ended = { name: '', status: '' };
  const calls = await callsOf(async () => {
    ended = await small.clone({ ...into('captured'), source: { capture: 'nightly' } });
  });
  expect(ended).toMatchObject({ status: 'SUCCEEDED' });
  const asked = calls.filter((call) => call.account === account && call.service === 'kubernetes');
  expect(asked).toEqual([]);
  expect(calls.filter(({ operation }) => operation.startsWith('CreateSnapshot'))).toEqual([]);
  expect(await rollBack(ended.name)).toMatchObject({ status: 'SUCCEEDED' });
  expect(await listing()).toEqual(before);
  expect(await captures()).toMatchObject([{ id: captured.name, users: [] }]);
});

it('leaves nothing behind when a pack of the backup is damaged', async () => {
  const [key, body] = [...objects].find(([name]) => name.startsWith('team/kopia/shop/p'))!;
  const damaged = Buffer.from(body);
  damaged[damaged.length >> 1]! ^= 1;
  const { credentials, region } = small.cloud.accounts.source;
  const s3 = new S3Client({ endpoint: small.cloud.endpoint, region, credentials, forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: damaged }));
  const before = await listing();
  const ended = await cloneBackup('failed', { volumes: { claims: { 'shop/db': 'skip', 'shop/queue': 'skip' } } });
  expect(ended).toMatchObject({ status: 'FAILED', error: 'DataCorrupt' });
  expect(ended.cause).toMatch(/Pack p\S+ of the Kopia repository is damaged/i);
  expect(await listing()).toEqual(before);
  expect(small.cloud.calls.filter(({ allowed }) => !allowed)).toEqual([]);
});

it('leaves nothing behind where the files of a claim cannot be had: a wrong password, an expired backup, a pruned pack', async () => {
  const repository = config.routes[0]!.repositories!.nightly!;
  const password = (text: string) =>
    small.cloud.addSecret({ arn: repository.secret, text: JSON.stringify({ password: text }) });
  const cloneFiles = (namespace: string) =>
    small.clone({ ...into(namespace), volumes: { origins: { 'small/files': { repository: 'nightly' } } } });
  const { credentials, region } = small.cloud.accounts.source;
  const s3 = new S3Client({ endpoint: small.cloud.endpoint, region, credentials, forcePathStyle: true });
  const before = await listing();

  password('guessed');
  expect(await cloneFiles('guessed')).toMatchObject({
    status: 'FAILED',
    cause: expect.stringMatching(/small\/files cannot be copied from repository \\?"nightly\\?": None of the 1 keys/),
  });
  password('static-passw0rd');
  expect(await listing()).toEqual(before);

  const key = 'team/backups/nightly-1/velero-backup.json';
  const record = JSON.parse(objects.get(key)!.toString());
  record.status.expiration = '2020-01-01T00:00:00Z';
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: JSON.stringify(record) }));
  expect(await cloneBackup('expired')).toMatchObject({
    status: 'FAILED',
    error: 'InvalidRequest',
    cause: expect.stringContaining('expired at 2020-01-01T00:00:00Z'),
  });
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: objects.get(key)! }));
  expect(await listing()).toEqual(before);

  const folder = `${prefixOf({ prefix: repository.prefix ?? '' }, 'small/files')}/data/`;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: repository.bucket, Prefix: folder }));
  const [largest] = Contents.toSorted((a, b) => b.Size! - a.Size!);
  await s3.send(new DeleteObjectCommand({ Bucket: repository.bucket, Key: largest!.Key! }));
  const withoutPack = await listing();
  const pruned = await cloneFiles('pruned');
  expect(pruned).toMatchObject({ status: 'FAILED', error: 'NotFound' });
  expect(pruned.cause).toMatch(/Pack \S+ of the repository is gone/);
  expect(await listing()).toEqual(withoutPack);
});

describe('a clone on a route that masks', async () => void (await import('./masking.part.ts')));
