import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, it } from 'vitest';
import { World } from './stack.ts';

const PRINCIPAL = 'arn:aws:iam::111122223333:role/tester';
const TAG = { Key: 'kubeferry:account-test', Value: 'kubeferry-account-test' };
const template = Template.fromStack(
  new World(new App(), { env: { account: '111122223333', region: 'eu-west-1' }, principal: PRINCIPAL }),
);
const all = (type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties);

it('makes two clusters with a small node each, which only the tester enters', () => {
  expect(all('AWS::EKS::Cluster').map(({ Name }) => Name)).toEqual([
    'kubeferry-account-test-source',
    'kubeferry-account-test-target',
  ]);
  expect(all('AWS::EKS::Nodegroup').map(({ ScalingConfig }) => ScalingConfig.MaxSize)).toEqual([1, 1]);
  expect(all('AWS::EKS::AccessEntry').map(({ PrincipalArn }) => PrincipalArn)).toEqual([PRINCIPAL, PRINCIPAL]);
});

it('gives the EBS CSI driver its own role, and its volumes the tag of the test', () => {
  const drivers = all('AWS::EKS::Addon').filter(({ AddonName }) => AddonName === 'aws-ebs-csi-driver');
  expect(drivers).toHaveLength(2);
  for (const { ConfigurationValues, PodIdentityAssociations } of drivers) {
    expect(JSON.parse(ConfigurationValues).controller.extraVolumeTags).toEqual({ [TAG.Key]: TAG.Value });
    expect(PodIdentityAssociations).toHaveLength(1);
  }
});

it('keeps nothing when it is deleted', () => {
  const { Resources } = template.toJSON() as { Resources: Record<string, { DeletionPolicy?: string }> };
  expect(Object.values(Resources).filter(({ DeletionPolicy }) => DeletionPolicy === 'Retain')).toEqual([]);
});

it('has the tag of the test on what costs money', () => {
  for (const type of ['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::IAM::Role', 'AWS::EKS::Cluster'])
    for (const { Tags } of all(type)) expect(Tags).toContainEqual(TAG);
  for (const { Tags } of all('AWS::EKS::Nodegroup')) expect(Tags).toEqual({ [TAG.Key]: TAG.Value });
});
