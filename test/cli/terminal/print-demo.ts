/** What the demo prints, by its own printing: the steps with made up times, and the proof of a clone that went well. */
import { printResult } from '../../../cli/demo/print-result.ts';
import { lineProgress } from '../../../cli/demo/progress.ts';
import { show, tell } from '../../../cli/say.ts';

const STEPS: [string, number][] = [
  ['Start the local cloud: three accounts, two Regions, two clusters', 1.2],
  ['Load the source cluster', 2.4],
  ['Start clone', 0.6],
  ['Prepare clone', 5.2],
  ['Capture source', 4.1],
  ['Transfer workload', 14.8],
  ['Verify clone', 2.3],
  ['Clean up clone', 1.9],
  ['Write report', 0.8],
  ['Prove it', 1.7],
];

let now = 0;
const progress = lineProgress(tell, () => now);
for (const [title, seconds] of STEPS) {
  progress.step(title);
  now += seconds * 1000;
}
progress.end();

const volume = (claim: string, sizeGiB: number) => ({
  claim,
  sourceVolume: 'vol-0a1b2c3d4e5f60711',
  targetVolume: 'vol-0f1e2d3c4b5a60711',
  strategy: 'share-and-copy',
  bytes: sizeGiB * 1024 ** 3,
  blocksCompared: 7,
  identical: true,
  database: { rows: 40_000, integrity: 'ok', digest: '', sameRows: true },
});
show(
  printResult({
    cloneId: '5d9ad5a8-5ab6-4553-a520-8f67f69ad7a1',
    status: 'SUCCEEDED',
    durationMs: 30_200,
    moved: { blocksRead: 0, blocksWritten: 0, snapshotsCopied: 3 },
    objects: { selected: 63, applied: 40, dropped: 23, blocked: 0, skipped: 0, failed: 0 },
    volumes: [volume('shop/catalog-files', 1), volume('shop/data-orders-0', 2), volume('shop/data-orders-1', 2)],
    findings: [
      {
        severity: 'warning',
        object: { apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web' },
        path: '',
        rule: 'r',
        sentence: 'It gets another load balancer, with another host name.',
      },
    ],
    different: [],
    leftBehind: [],
    missed: [],
    sourceUnchanged: true,
    sourceChanges: [],
    report: 'kubeferry-reports/5d9ad5a8-5ab6-4553-a520-8f67f69ad7a1.html',
  }),
);
