import { expect, it } from 'vitest';
import { Mover } from '../../core/base/request/mover.ts';
import { checkByAwsSolutions } from '../../lib/nag.ts';
import { rightsOf } from './policies.ts';
import { appOf, ELSEWHERE, MOVER, ofType, synthesize, type Template, target, WITH_MOVERS } from './synthesize.ts';

const hubOf = (config: unknown): Template => synthesize(config)['kubeferry-hub']!;
const hub = hubOf(WITH_MOVERS);
const without = hubOf(ELSEWHERE);
const roleNamed = (template: Template, name: string) =>
  ofType(template, 'AWS::IAM::Role').find(([, { Properties }]) => Properties.RoleName === name);
const resourcesOf = (template: Template, step: string) =>
  rightsOf(template, roleNamed(template, `kubeferry-${step}`)![0]).map(({ actions, resources }) => ({
    actions,
    resources: resources.join(),
  }));

// Promise: movers-only-where-allowed
it('has no role for Jobs, and no function a right on what they write, where no route allows them', () => {
  expect(roleNamed(without, 'kubeferry-mover')).toBeUndefined();
  expect(JSON.stringify(without.Resources)).not.toMatch(/moved\/\*|TakeMoverRole|KUBEFERRY_MOVER_ROLE/);
});

// Promise: mover-keeps-to-its-folder
it('gives Jobs what is under moved/ and nothing else, and the role to one function', () => {
  const [id, role] = roleNamed(hub, 'kubeferry-mover')!;
  const { Statement } = role.Properties.AssumeRolePolicyDocument;
  expect(Statement).toHaveLength(1);
  expect(target(Statement[0].Principal.AWS)).toBe(roleNamed(hub, 'kubeferry-move-files')![0]);
  const rights = rightsOf(hub, id);
  expect(rights.map(({ actions }) => actions)).toEqual([
    ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'],
    ['s3:ListBucket'],
    ['kms:Decrypt', 'kms:GenerateDataKey'],
  ]);
  expect(rights[0]!.resources).toEqual([expect.stringMatching(/\/moved\/\*$/)]);
  expect(rights[1]!.conditions).toEqual({ StringLike: { 's3:prefix': 'moved/*' } });
  expect(rights[2]!.conditions.StringEquals).toHaveProperty('kms:ViaService');
  const takers = ofType(hub, 'AWS::IAM::Role').filter(([role]) =>
    rightsOf(hub, role).some(({ resources }) => resources.some((each) => each.endsWith(':role/kubeferry-mover'))),
  );
  expect(takers.map(([, { Properties }]) => Properties.RoleName)).toEqual(['kubeferry-move-files']);
});

it('gives the passwords to who makes the Jobs and who copies their files, and to nobody else', () => {
  const steps = ofType(hub, 'AWS::IAM::Role').flatMap(([, { Properties }]) => {
    const [, step] = /^kubeferry-(.+)$/.exec(String(Properties.RoleName ?? '')) ?? [];
    return step && step !== 'mover' ? [step] : [];
  });
  const readers = steps.filter((step) =>
    resourcesOf(hub, step).some(
      ({ actions, resources }) => actions.includes('s3:GetObject') && resources.includes('/exports/mover/*'),
    ),
  );
  expect(readers.toSorted()).toEqual(['copy-segment', 'lay-out-image', 'move-files', 'prove-segment']);
  const kept = resourcesOf(hub, 'copy-segment').filter(({ resources }) => resources.includes('/exports/'));
  expect(kept.map(({ resources }) => resources)).toEqual([expect.stringMatching(/^[^,]*\/exports\/mover\/\*$/)]);
});

it('removes by itself what no run has removed, and leaves no finding of cdk-nag', () => {
  const [[, bucket] = []] = ofType(hub, 'AWS::S3::Bucket');
  expect(bucket?.Properties.LifecycleConfiguration.Rules).toContainEqual(
    expect.objectContaining({ Id: 'moved', Prefix: 'moved/', ExpirationInDays: 14 }),
  );
  const { app, remove } = appOf(WITH_MOVERS);
  checkByAwsSolutions(app);
  expect(() => app.synth()).not.toThrow();
  remove();
});

it('takes an image by its digest alone', () => {
  expect(Mover.safeParse({ image: 'restic/restic:latest' }).success).toBe(false);
  expect(Mover.parse({ image: MOVER })).toEqual({ image: MOVER, hours: 4, memory: '1Gi' });
});
