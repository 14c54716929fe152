import { expect, it } from 'vitest';
import { demoInput } from '../../cli/demo/options.ts';
import { cloneAndProve, type DemoWorld, startWorld } from '../../cli/demo/run-demo.ts';
import { inProcessBackend } from '../../emulator/kubernetes/in-process.ts';
import type { Cloud } from '../../local/cloud.ts';

const PROGRESS = { step: () => {}, note: () => {}, end: () => {} };

/** What is lost once: an answer of Azure after its work was done, and the function that writes the blocks of an image. */
const LOST = ['azure:disks-write', 'azure:disks-endGetAccess', 'lambda:lay-out-image', 'lambda:copy-segment'];

// Promise: files-into-azure
it('brings files of a backup and blocks of its snapshots onto managed disks, whatever answer is lost on the way', async () => {
  const clouds: Cloud[] = [];
  try {
    const input = demoInput({ from: 'velero', to: 'aks', strategy: 'auto' });
    const world: DemoWorld = await startWorld(input, inProcessBackend, PROGRESS, (cloud) => {
      clouds.push(cloud);
      for (const on of LOST) cloud.addFault({ on, nth: 1, effect: { kind: 'kill-after' } });
    });
    const { volumes, ...result } = await cloneAndProve(world, PROGRESS);
    expect(result).toMatchObject({ status: 'SUCCEEDED', sourceUnchanged: true, different: [] });
    const found = volumes.map(({ claim, strategy, targetVolume }) => [claim, strategy, targetVolume?.split('/')[8]]);
    expect(found.map(([claim, strategy]) => [claim, strategy])).toEqual([
      ['shop/db', 'copy-blocks'],
      ['shop/files', 'write-image'],
      ['shop/queue', 'copy-blocks'],
    ]);
    for (const [, , name] of found) expect(name).toMatch(/^kubeferry-/);
    expect(volumes.map(({ identical, files }) => files?.different ?? !identical)).toEqual([false, [], false]);
    const left = clouds[0]!.azure!.inventory();
    expect(left).toHaveLength(3);
    expect(left.filter((line) => line.includes('with access') || !line.includes('"target-volume"'))).toEqual([]);
  } finally {
    for (const cloud of clouds) await cloud.stop();
  }
}, 180_000);
