import { expect, it } from 'vitest';
import type { RequestInput } from '../../../../core/base/request/request.ts';
import type { Clone } from '../../../../core/base/run/envelope.ts';
import { jobMinutes, minutesOfJobs } from '../../../../core/plan/movers/job-minutes.ts';
import { object, PlannedWorld, wide } from '../planned-world.ts';
import { OUTSIDE } from './sources.data.ts';

it('reckons with the start of a pod, and with three GiB a minute or the pace of the run', () => {
  expect(jobMinutes({}, 0)).toBe(2);
  expect(jobMinutes({}, 300)).toBe(102);
  // 1,024 MiB in 64 seconds.
  expect(jobMinutes({}, 300, 16)).toBe(2 + 320);
  expect(jobMinutes({}, 300, 10_000)).toBe(102);
  const snapshot = { class: 'a', storageClass: 'b', size: '1Gi' };
  expect(jobMinutes({ snapshot }, 300)).toBe(105);
});

it('has four Jobs at work at once, each as soon as there is room', () => {
  expect(minutesOfJobs([])).toBe(0);
  expect(minutesOfJobs([{ jobMinutes: 7 }, {}, { jobMinutes: 3 }])).toBe(7);
  // 10, 20, 30 and 40 begin; the 25 after the 10, and the 5 after the 20.
  expect(minutesOfJobs([10, 20, 30, 40, 25, 5].map((minutes) => ({ jobMinutes: minutes })))).toBe(40);
  expect(minutesOfJobs([10, 20, 30, 40, 35].map((minutes) => ({ jobMinutes: minutes })))).toBe(45);
});

function world(): PlannedWorld {
  const spec = {
    accessModes: ['ReadWriteOnce'],
    storageClassName: 'nas',
    volumeMode: 'Filesystem',
    volumeName: 'pv-files',
  };
  return new PlannedWorld([
    wide('v1', 'PersistentVolume', 'pv-files', {
      spec: {
        ...spec,
        capacity: { storage: '600Gi' },
        claimRef: { namespace: 'shop', name: 'files' },
        csi: { driver: 'nas.example.com', volumeHandle: 'x' },
      },
    }),
    object('v1', 'PersistentVolumeClaim', 'files', { spec }),
  ]);
}

async function planned(more: RequestInput = {}) {
  const request: RequestInput = { ...more, volumes: { origins: { 'shop/files': { mover: true } } } };
  const { planned } = await world().start(request, {
    source: { ...OUTSIDE, mover: { ...OUTSIDE.mover, hours: 1 } },
  } as unknown as Partial<Clone['route']>);
  const [volume] = planned.volumes.filter(({ claim }) => claim === 'shop/files');
  return { ...planned, volume: volume!, sentences: planned.findings.map(({ sentence }) => sentence) };
}

it('has a plan take as long as its Jobs and its copies, and says when a Job has too little time', async () => {
  const { minutes, volume, sentences } = await planned();
  expect(volume.jobMinutes).toBe(202);
  expect(minutes).toBeGreaterThanOrEqual(202 + volume.minutes);
  expect(sentences).toContainEqual(
    expect.stringMatching(/ended after 60 minutes .* takes about 202 if the claim is full/),
  );
});

it('counts the time of Jobs to that in which a workload is down for a cut-over', async () => {
  const { sentences } = await planned({ profile: 'migrate', cutOver: true, quiesce: { scaleToZero: true } });
  const [, down] = /down from before .* about (\d+) minutes/.exec(sentences.join('\n')) ?? [];
  expect(Number(down)).toBeGreaterThan(202);
});
