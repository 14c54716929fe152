import { expect, it } from 'vitest';
import { KeyPolicy } from '../../../core/base/ports/key-policy.ts';
import { keyFindings } from '../../../core/plan/key-findings.ts';
import { blockersOf, warningsOf } from '../../../core/plan/plan.ts';
import type { PlannedVolume } from '../../../core/plan/volumes/volume-plan.ts';
import type { Finding } from '../../../kube/finding.ts';
import { PlannedWorld, wide } from './planned-world.ts';

const KEY = { account: '444455556666', region: 'eu-west-1', arn: 'key', enabled: true, customerManaged: true };
/** Of others, with no word of this account. */
const CLOSED = KeyPolicy.parse({ Statement: { Effect: 'Allow', Principal: { AWS: '999999999999' }, Action: 'kms:*' } });
const told = (findings: Finding[]) => findings.filter(({ rule }) => rule === 'key-policy');
const statementIn = (sentence: string): unknown => JSON.parse(sentence.slice(sentence.indexOf('Statement: ') + 11));

// Promise: attachable-under-key
it('blocks a plan whose volumes could not be attached under the key, until the statement that it tells is in its policy', async () => {
  const world = new PlannedWorld([]);
  world.ebs.keys.set('key', { ...KEY, policy: CLOSED });
  const run = await world.start();
  const [blocker] = told(blockersOf(run.planned));
  expect(blocker?.object).toEqual({ apiVersion: 'kms', kind: 'Key', name: 'key' });
  expect(blocker?.sentence).toContain('cluster "dev"');

  const policy = KeyPolicy.parse({ Statement: [statementIn(blocker!.sentence)] });
  world.ebs.keys.set('key', { ...KEY, policy });
  expect(told((await run.plan()).findings)).toEqual([]);
});

it("blocks no plan where the key's policy leaves it to the policy of a role that is not known", async () => {
  const world = new PlannedWorld([]);
  world.ebs.keys.set('key', KEY);
  const run = await world.start();
  expect(told(blockersOf(run.planned))).toEqual([]);
  const [warning] = told(warningsOf(run.planned));
  expect(warning?.sentence).toContain('give that role a policy with: {"Version":');
});

it('has nothing to say of the key where no volume is made under it', async () => {
  const world = new PlannedWorld([]);
  world.ebs.keys.set('key', KEY);
  const run = await world.start({ volumes: { strategy: 'skip' } });
  expect(told(run.planned.findings)).toEqual([]);
});

// Promise: bound-to-plan
it('makes the same plan whoever may not read the policy, in whichever words, and whatever is attached meanwhile', async () => {
  const world = new PlannedWorld([]);
  const { planned: silent } = await world.start();
  const hashes = new Set([silent.hash]);
  for (const run of ['run-1', 'run-2']) {
    const said = `User: arn:aws:sts::444455556666:assumed-role/target/plan-clone@${run} is not authorized`;
    world.ebs.keys.set('key', { ...KEY, refuses: said });
    const { planned } = await world.start();
    expect(told(warningsOf(planned))).toMatchObject([{ sentence: expect.stringContaining(`plan-clone@${run}`) }]);
    hashes.add(planned.hash);
  }
  expect(hashes.size).toBe(1);
});

it('warns of a class of the clone whose own key lets no driver in', async () => {
  const world = new PlannedWorld([]);
  const gold = 'arn:aws:kms:eu-west-1:444455556666:key/gold';
  world.ebs.keys.set(gold, { ...KEY, arn: gold });
  await world.target.apply(
    wide('storage.k8s.io/v1', 'StorageClass', 'gp3', {
      provisioner: 'ebs.csi.aws.com',
      parameters: { type: 'gp3', encrypted: 'true', KmsKeyId: gold },
    }),
    { manager: 'test', force: true },
  );
  const run = await world.start();
  expect(told(blockersOf(run.planned))).toEqual([]);
  const [warning, ...others] = told(warningsOf(run.planned));
  expect(others).toEqual([]);
  expect(warning).toMatchObject({ object: { kind: 'StorageClass', name: 'gp3' } });

  const policy = KeyPolicy.parse({ Statement: [statementIn(warning!.sentence)] });
  world.ebs.keys.set(gold, { ...KEY, arn: gold, policy });
  expect(told((await run.plan()).findings)).toEqual([]);
});

it('warns where the key lets in only who is named', async () => {
  const world = new PlannedWorld([]);
  const Principal = { AWS: 'arn:aws:iam::444455556666:role/csi' };
  const policy = KeyPolicy.parse({ Statement: { Effect: 'Allow', Principal, Action: 'kms:*', Resource: '*' } });
  world.ebs.keys.set('key', { ...KEY, policy });
  const run = await world.start();
  expect(told(blockersOf(run.planned))).toEqual([]);
  expect(told(warningsOf(run.planned))).toHaveLength(1);
});

it('looks at the own key of a volume that is handed over, and at none that EBS has for the whole account', async () => {
  const looks = (keys: object) => ({ keys, storage: { findVolumes: async () => [] } }) as never;
  const target = { account: '444455556666', region: 'eu-west-1', cluster: 'dev', kmsKeyArn: 'key' };
  const given = { strategy: 'hand-over', kmsKeyArn: 'own' } as PlannedVolume;
  const of = async (customerManaged: boolean, volumes = [given]) => {
    const asked: string[] = [];
    const keyPolicy = async (arn: string) => {
      asked.push(arn);
      return CLOSED;
    };
    const describeKey = async () => ({ ...KEY, customerManaged });
    const findings = await keyFindings(looks({ keyPolicy, describeKey }), { target } as never, volumes);
    return [asked, findings.map(({ severity, object }) => `${severity} ${object.name}`)];
  };
  expect(await of(true)).toEqual([['own'], ['blocker own']]);
  expect(await of(false)).toEqual([[], []]);
  expect(await of(true, [{ ...given, kmsKeyArn: '' }])).toEqual([[], []]);
  const copied = { strategy: 'share-and-copy', kmsKeyArn: 'key' } as PlannedVolume;
  expect(await of(true, [given, copied])).toEqual([
    ['key', 'own'],
    ['blocker key', 'blocker own'],
  ]);
});
