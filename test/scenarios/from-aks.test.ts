import { afterAll, beforeAll, expect, it } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { FROM_AKS } from '../../cli/demo/aks.ts';
import { devicesOf } from '../../cli/demo/block-devices.ts';
import { contentsOf, volumesOfClaims } from '../../cli/demo/disks.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
import { startBusyDatabase } from '../../cli/demo/migration/busy-database.ts';
import { ROUTE, recordsOf } from '../../cli/demo/run-demo.ts';
import { BLOCK_BYTES } from '../../core/base/ports/block-store.ts';
import { keysOf } from '../../core/base/run/keys.ts';
import { findRecord, readRecord } from '../../core/base/run/records.ts';
import type { Report } from '../../core/reporting/report.ts';
import { startFromAks } from '../faults/azure.ts';
import type { SmallCloud } from '../flow/small-cloud.ts';

let world: Omit<SmallCloud, 'clone'>;
let disks: Map<string, string>;
beforeAll(async () => {
  world = await startFromAks(
    200,
    currentAssembly(() => {}, FROM_AKS),
  );
  disks = await volumesOfClaims(world.source);
});
afterAll(() => world?.stop());

const CLAIMS = ['data-orders-0', 'data-orders-1', 'catalog-files'];
const ORDERS = 'shop/data-orders-0';

async function run(machine: string, input: Record<string, unknown>): Promise<string> {
  const execution = await startExecution(world.cloud, machine, input);
  const ended = await execution.ended();
  expect(ended, ended.cause).toMatchObject({ status: 'SUCCEEDED' });
  return execution.name;
}

/** Runs the route with all of the source, and answers what the run reports. */
async function sail(request: Record<string, unknown>): Promise<Report & { id: string }> {
  const id = await run(ROUTE, { selection: { namespaces: ['shop'] }, ...request });
  const report = await readRecord<Report>(recordsOf(world.cloud), keysOf(id).report, 'write-report');
  return { ...report, id };
}

async function rollBack(id: string): Promise<void> {
  const record = await findRecord<object>(recordsOf(world.cloud), keysOf(id).clone);
  await run('kubeferry-roll-back', { ...record, failure: null });
}

const into = (namespace: string) => ({ mappings: { namespaces: { shop: namespace } } });
const blobOf = (claim: string) => world.cloud.azure!.findDisk(disks.get(claim)!)!.blob;
const snapshots = () => world.cloud.azure!.inventory().filter((line) => line.includes('/snapshots/'));
/** Blocks that were read in Azure, and written into EBS. */
const moved = ({ volumes }: Report) =>
  (['read', 'written'] as const).map((of) => volumes.reduce((sum, each) => sum + (each.movement?.moved?.[of] ?? 0), 0));

/** Claims whose bytes are not those of the source. */
async function differing(namespace: string): Promise<string[]> {
  const devices = devicesOf(world.cloud);
  const made = await volumesOfClaims(world.target);
  return CLAIMS.filter((claim) => {
    const here = contentsOf(devices, disks.get(`shop/${claim}`)!);
    const there = contentsOf(devices, made.get(`${namespace}/${claim}`)!);
    const length = Math.max(here.length, there.length);
    const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);
    return !padded(here).equals(padded(there));
  });
}

// Promise: azure-addresses-are-taken-back
it('brings of managed disks what was written since, and lets nobody read what it keeps for the next clone', async () => {
  const before = [await fingerprintCluster(world.source), world.cloud.azure!.inventory()];
  for (let block = 1; block < 100; block++) blobOf(ORDERS).write(block * BLOCK_BYTES, Buffer.from(`row ${block}`));
  const nightly = { ...into('night'), onConflict: 'refresh' };
  const first = await sail(nightly);
  expect(moved(first)).toEqual([102, 102]);
  expect(await differing('night')).toEqual([]);
  expect(snapshots()).toHaveLength(3);

  blobOf(ORDERS).write(700 * 2 ** 20, Buffer.from('tuesday'));
  blobOf(ORDERS).clear(7 * BLOCK_BYTES, BLOCK_BYTES);
  const second = await sail(nightly);
  // One block is read; the other one is emptied.
  expect(moved(second)).toEqual([1, 2]);
  expect(second.volumes.reduce((sum, { movement }) => sum + (movement?.of ?? 0), 0)).toBe(102);
  expect(await differing('night')).toEqual([]);
  expect(snapshots()).toHaveLength(3);
  expect(snapshots().filter((line) => !line.includes('"kubeferry:lineage":"prod-to-dev"'))).toEqual([]);
  expect(snapshots().filter((line) => line.includes('with access'))).toEqual([]);

  await rollBack(second.id);
  expect([await fingerprintCluster(world.source), world.cloud.azure!.inventory()]).toEqual(before);
});

// Promise: azure-addresses-are-taken-back
it('keeps a capture, brings it into as many clones as are asked for, and lets nobody read it between them', async () => {
  const before = world.cloud.azure!.inventory();
  const captured = await sail({ mode: 'capture', capture: { name: 'monday' } });
  const bytes = new Map(
    CLAIMS.map((claim) => [claim, contentsOf(devicesOf(world.cloud), disks.get(`shop/${claim}`)!)]),
  );
  expect(snapshots()).toHaveLength(3);
  blobOf(ORDERS).write(3 * BLOCK_BYTES, Buffer.from('after the capture'));
  const calls = world.cloud.calls.length;
  const cloned = await sail({ source: { capture: 'monday' }, ...into('copy') });
  const made = await volumesOfClaims(world.target);
  for (const claim of CLAIMS) {
    const { length } = bytes.get(claim)!;
    const there = devicesOf(world.cloud).readVolume(made.get(`copy/${claim}`)!, 0, length);
    expect(there.equals(bytes.get(claim)!), claim).toBe(true);
  }
  const azure = world.cloud.calls.slice(calls).filter(({ service }) => service === 'azure');
  expect(azure.filter(({ operation }) => /snapshots-(write|delete)/.test(operation))).toEqual([]);
  expect(snapshots().filter((line) => line.includes('with access'))).toEqual([]);

  await rollBack(cloned.id);
  expect(snapshots()).toHaveLength(3);
  await rollBack(captured.id);
  expect(world.cloud.azure!.inventory()).toEqual(before);
});

it('migrates in rounds, each of which reads what was written since, and loses no row that was acknowledged', async () => {
  const before = world.cloud.azure!.inventory();
  const database = await startBusyDatabase(world.cloud, world.source, { claim: ORDERS, pod: 'orders-0' });
  const migrated = await sail({ ...into('moved'), migrate: { cutOver: 'now' } });
  await database.stop();
  expect(database.acknowledged()).toBeGreaterThan(20);
  const made = await volumesOfClaims(world.target);
  expect(database.missingOn(made.get('moved/data-orders-0')!)).toEqual([]);
  expect(await differing('moved')).toEqual([]);
  const rounds = migrated.cutOver?.rounds ?? [];
  expect(rounds.length).toBeGreaterThanOrEqual(2);
  for (const { bytes } of rounds.slice(1)) expect(bytes).toBeLessThan(rounds[0]!.bytes);
  await rollBack(migrated.id);
  expect(world.cloud.azure!.inventory()).toEqual(before);
});
