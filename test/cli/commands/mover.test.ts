import { expect, it } from 'vitest';
import { moverJob } from '../../../cli/mover/job.ts';
import { createProgram } from '../../../cli/program.ts';

const DIGEST = '0123456789abcdef'.repeat(4);
const MOVE = {
  namespace: 'shop',
  claim: 'files',
  repository: 's3:s3.eu-central-1.amazonaws.com/backups/restic/shop/files',
  image: `restic/restic@sha256:${DIGEST}`,
  node: 'rack-1',
  hours: 4,
  limitUpload: 2048,
};

it('prints a Job that reads the claim, and leaves nothing but what the Secret beside it says', () => {
  // biome-ignore lint/suspicious/noExplicitAny: a manifest has no type here
  const job = moverJob(MOVE) as any;
  expect(job).toMatchObject({
    metadata: { name: 'kubeferry-mover-files', namespace: 'shop' },
    spec: { activeDeadlineSeconds: 14_400, ttlSecondsAfterFinished: 600 },
  });
  const { containers, initContainers, volumes, nodeName, automountServiceAccountToken } = job.spec.template.spec;
  expect({ nodeName, automountServiceAccountToken }).toEqual({
    nodeName: 'rack-1',
    automountServiceAccountToken: false,
  });
  expect(volumes[0].persistentVolumeClaim).toEqual({ claimName: 'files', readOnly: true });
  expect(containers[0].volumeMounts[0]).toEqual({ name: 'data', mountPath: '/data', readOnly: true });
  expect(containers[0].args).toEqual(expect.arrayContaining(['backup', '--quiet', '--limit-upload=2048', '/data']));
  for (const { image, securityContext, envFrom, env } of [...containers, ...initContainers]) {
    expect(image).toContain(DIGEST);
    expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true });
    expect(envFrom).toEqual([{ secretRef: { name: 'kubeferry-mover' } }]);
    expect(env.map(({ name }: { name: string }) => name)).toEqual(['RESTIC_REPOSITORY', 'RESTIC_CACHE_DIR']);
  }
});

it('takes no image that may be another one tomorrow, and says all mistakes at once', async () => {
  const wrong = ['mover', 'files', '--repository', 'nowhere', '--image', 'restic/restic:latest', '--hours', 'x'];
  const error = await createProgram('0')
    .parseAsync(wrong, { from: 'user' })
    .catch((each: Error) => each);
  for (const why of [/namespace\/name/, /as restic does/, /with its digest/, /--hours x/])
    expect((error as Error).message).toMatch(why);
});
