import { beforeEach, describe, expect, it } from 'vitest';
import { createDisks, type Disks } from '../../../emulator/azure/disks.ts';
import { createOperations } from '../../../emulator/azure/operations.ts';
import { PageBlob } from '../../../emulator/azure/page-blobs/page-blob.ts';
import { leapingClock } from '../../memory/clock.ts';

const GROUP = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute';
const DISK = `${GROUP}/disks/data`;

let clock: ReturnType<typeof leapingClock>;
let disks: Disks;
beforeEach(() => {
  clock = leapingClock(new Date('2026-11-22T10:00:00Z'));
  const blobs = { endpoint: '', grant: () => 'http://127.0.0.1/sas', revoke() {}, remove() {}, stop: async () => {} };
  disks = createDisks(clock, blobs, createOperations(clock));
  const at = clock.now().getTime();
  const disk = { id: DISK, location: 'westeurope', sizeGiB: 1, sku: 'Premium_LRS', tags: {} };
  disks.all.set(DISK.toLowerCase(), { ...disk, blob: new PageBlob(2 ** 30), createdAt: at, readyAt: at });
});

const take = (name: string | number) =>
  disks.writeSnapshot(`${GROUP}/snapshots/${name}`, {
    location: 'westeurope',
    properties: { incremental: true, creationData: { createOption: 'Copy', sourceResourceId: DISK } },
  });
const read = (name: string | number) =>
  disks.beginAccess(`${GROUP}/snapshots/${name}`, { access: 'Read', durationInSeconds: 3_600 });

describe('of one disk of Azure', () => {
  it('seven snapshots are made in five minutes', async () => {
    for (let number = 1; number <= 7; number++) take(number);
    expect(() => take(8)).toThrow(/Too many snapshots/);
    await clock.sleep(301_000);
    expect(take(8).status).toBe(202);
  });

  it('five snapshots are read at a time', async () => {
    for (let number = 1; number <= 6; number++) take(number);
    await clock.sleep(60_000);
    for (let number = 1; number <= 5; number++) read(number);
    expect(read(5).status).toBe(202);
    expect(() => read(6)).toThrow(/have an access already/);
    disks.endAccess(`${GROUP}/snapshots/1`);
    expect(read(6).status).toBe(202);
  });
});
