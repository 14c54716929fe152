import { expect, it } from 'vitest';
import { KubeferryError } from '../../../../core/base/errors.ts';
import type { DriverRight } from '../../../../core/base/ports/driver-rights.ts';
import { type KeyPolicy, KeyPolicy as Policy } from '../../../../core/base/ports/key-policy.ts';
import type { Volume } from '../../../../core/base/ports/volume-storage.ts';
import { examineKey } from '../../../../core/plan/keys/examine-key.ts';
import { statementFor } from '../../../../core/plan/keys/may-attach.ts';
import { tellKey } from '../../../../core/plan/keys/tell-key.ts';

const KEY = 'arn:aws:kms:eu-west-1:444455556666:key/k-1';
const PLACE = {
  account: '444455556666',
  region: 'eu-west-1',
  cluster: 'dev',
  roleArn: 'arn:aws:iam::444455556666:role/target',
};
const ROOT = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'kms:*', Resource: '*' };

/** A key with these statements, and volumes of the cluster. */
const ask = async (statements: unknown[] | Error, volumes: Partial<Volume>[] = [], right?: DriverRight) => {
  const keyPolicy = async (): Promise<KeyPolicy> => {
    if (statements instanceof Error) throw statements;
    return Policy.parse({ Statement: statements });
  };
  const findVolumes = async (tags: Record<string, string>) =>
    'kubernetes.io/cluster/dev' in tags ? (volumes as Volume[]) : [];
  const drivers = { mayGrant: async () => right };
  return tellKey(await examineKey({ keys: { keyPolicy }, storage: { findVolumes }, drivers }, KEY, PLACE), KEY, PLACE);
};

const OTHERS = { ...ROOT, Principal: { AWS: 'arn:aws:iam::999999999999:root' } };

it('stops at a key that leaves it to nobody, with the statement that fixes it', async () => {
  const told = await ask([OTHERS]);
  expect(told).toMatchObject({ severity: 'blocker', statement: statementFor(PLACE) });
  expect(told?.sentence).toContain('kms:CreateGrant');
  expect(await ask([OTHERS, JSON.parse(told!.statement)])).toBeUndefined();
});

it('warns of a key that leaves it to IAM policies, with the statement for the key and the policy for the role', async () => {
  const told = await ask([ROOT]);
  expect(told).toMatchObject({ severity: 'warning', statement: statementFor(PLACE) });
  expect(told?.sentence).toContain(`"kms:CreateGrant","kms:ListGrants","kms:RevokeGrant"],"Resource":"${KEY}"`);
  expect(await ask([ROOT, JSON.parse(told!.statement)])).toBeUndefined();
});

// Promise: attachable-under-key
it("lets the policies of the driver's role decide where the key leaves it to them, and nowhere else", async () => {
  const roleArn = 'arn:aws:iam::444455556666:role/csi';
  expect(await ask([ROOT], [], { roleArn, allowed: true })).toBeUndefined();
  const told = await ask([ROOT], [], { roleArn, allowed: false });
  expect(told).toMatchObject({ severity: 'blocker', sentence: expect.stringContaining(roleArn) });
  expect(await ask([OTHERS], [], { roleArn, allowed: true })).toMatchObject({ severity: 'blocker' });
});

it('takes a volume that the cluster has attached under the key for the proof', async () => {
  expect(await ask([ROOT], [{ kmsKeyArn: KEY, instanceIds: ['i-1'] }])).toBeUndefined();
  expect(await ask([ROOT], [{ kmsKeyArn: KEY, instanceIds: [] }])).toMatchObject({ severity: 'warning' });
  expect(await ask([ROOT], [{ kmsKeyArn: `${KEY}2`, instanceIds: ['i-1'] }])).toMatchObject({ severity: 'warning' });
});

it('does not take it for one where the policy denies it by now', async () => {
  const deny = { Effect: 'Deny', Principal: '*', Action: 'kms:CreateGrant', Resource: '*' };
  const told = await ask([ROOT, deny], [{ kmsKeyArn: KEY, instanceIds: ['i-1'] }]);
  expect(told).toMatchObject({ severity: 'blocker', found: 'a statement denies it' });
});

it('warns where it may not read the policy, with the least right that it needs', async () => {
  const told = await ask(new KubeferryError('AccessDenied', 'Could not read the policy.'));
  expect(told).toMatchObject({ severity: 'warning', statement: statementFor(PLACE) });
  expect(told?.sentence).toContain(`{"Effect":"Allow","Action":"kms:GetKeyPolicy","Resource":"${KEY}"}`);
  expect(told?.sentence).toContain(PLACE.roleArn);
});

it('warns of what it cannot judge, and names it', async () => {
  const named = await ask([{ ...ROOT, Principal: { AWS: 'arn:aws:iam::444455556666:role/csi' } }]);
  expect(named).toMatchObject({ severity: 'warning', sentence: expect.stringContaining('role/csi') });
  const open = await ask([{ ...ROOT, Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } }]);
  expect(open).toMatchObject({ severity: 'warning', sentence: expect.stringContaining('aws:PrincipalOrgID') });
});

it('says nothing of its own about a failure of AWS', async () => {
  await expect(ask(new KubeferryError('Throttled', 'slow down'))).rejects.toMatchObject({ name: 'Throttled' });
});
