import { CreatePodIdentityAssociationCommand, EKSClient } from '@aws-sdk/client-eks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eksDriverRights } from '../../../adapters/aws/driver-rights.ts';
import { keyArn, startSmallCloud, TARGET } from './small-cloud.ts';

let cloud: Awaited<ReturnType<typeof startSmallCloud>>;
beforeAll(async () => {
  cloud = await startSmallCloud();
  await cloud.eks.seedCluster({ ...TARGET, name: 'shop', nodes: [{ zone: `${TARGET.region}a` }] });
});
afterAll(() => cloud.stop());

const KEY = keyArn(TARGET, 1);
const roleWith = (name: string, Condition?: Record<string, Record<string, string>>) => {
  const trust = {
    Statement: { Effect: 'Allow' as const, Principal: { Service: 'pods.eks.amazonaws.com' }, Action: 'sts:AssumeRole' },
  };
  const { arn } = cloud.iam.createRole({ account: TARGET.account, name, trust });
  if (Condition)
    cloud.iam.putPolicy(arn, 'kms', {
      Statement: { Effect: 'Allow', Action: 'kms:CreateGrant', Resource: KEY, Condition },
    });
  return arn;
};
const FOR_AWS = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
const ask = async (annotated?: string) =>
  eksDriverRights(await cloud.session(TARGET), 'shop', async () => annotated).mayGrant(KEY);

it('knows nothing of a driver that has the role of its nodes', async () => {
  expect(await ask()).toBeUndefined();
});

it('asks IAM for the role that the service account names', async () => {
  const may = roleWith('may', FOR_AWS);
  const mayNot = roleWith('may-not');
  const elsewhere = roleWith('elsewhere', { StringEquals: { 'kms:ViaService': 'rds.us-east-1.amazonaws.com' } });
  expect(await ask(may)).toEqual({ roleArn: may, allowed: true });
  expect(await ask(mayNot)).toEqual({ roleArn: mayNot, allowed: false });
  expect(await ask(elsewhere)).toEqual({ roleArn: elsewhere, allowed: false });
  expect(await ask(`${may}-that-is-gone`)).toBeUndefined();
});

it('finds the role of the pod identity, after one that the service account names', async () => {
  const [taken, named] = [roleWith('taken', FOR_AWS), roleWith('named')];
  const credentials = cloud.iam.createUser(TARGET.account, 'admin');
  const admin = new EKSClient({ region: TARGET.region, credentials });
  const place = { clusterName: 'shop', namespace: 'kube-system', serviceAccount: 'ebs-csi-controller-sa' };
  await admin.send(new CreatePodIdentityAssociationCommand({ ...place, roleArn: taken }));
  expect(await ask()).toEqual({ roleArn: taken, allowed: true });
  expect(await ask(named)).toEqual({ roleArn: named, allowed: false });
});

it('asks for the role of the cluster where Auto Mode runs the storage', async () => {
  await cloud.eks.seedCluster({ ...TARGET, name: 'auto', nodes: [], storage: 'auto' });
  const roleArn = roleWith('eks-cluster');
  const other = roleWith('other', FOR_AWS);
  const rights = eksDriverRights(await cloud.session(TARGET), 'auto', async () => other);
  expect(await rights.mayGrant(KEY)).toEqual({ roleArn, allowed: false });
});

it('knows nothing where the role of the member may not look', async () => {
  const named = roleWith('hidden', FOR_AWS);
  const undo = cloud.faults.add({ on: 'iam:SimulatePrincipalPolicy', effect: { kind: 'denied' } });
  expect(await ask(named)).toBeUndefined();
  undo();
});
