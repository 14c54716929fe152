import { afterAll, beforeAll, expect, it } from 'vitest';
import { currentAssembly } from '../../cli/assembly.ts';
import { FROM_AKS } from '../../cli/demo/aks.ts';
import { devicesOf } from '../../cli/demo/block-devices.ts';
import { contentsOf, volumesOfClaims } from '../../cli/demo/disks.ts';
import { startExecution } from '../../cli/demo/execution.ts';
import { fingerprintCluster } from '../../cli/demo/fingerprint.ts';
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
const moved = ({ cost }: Report) => [cost!.usage.blocksRead, cost!.usage.blocksWritten];

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
  expect(await differing('night')).toEqual([]);
  expect(snapshots()).toHaveLength(3);
  expect(snapshots().filter((line) => !line.includes('"kubeferry:lineage":"prod-to-dev"'))).toEqual([]);
  expect(snapshots().filter((line) => line.includes('with access'))).toEqual([]);

  await rollBack(second.id);
  expect([await fingerprintCluster(world.source), world.cloud.azure!.inventory()]).toEqual(before);
});
