import { describe, expect, it } from 'vitest';
import { plan } from './planned.ts';
import { description, role, SOURCE } from './some-cluster.ts';

const GROUP = description.nodegroups[0]!;

describe('what is not copied', () => {
  it('is told: SSH, add-ons of the Marketplace, what only an association can hold, and nodes of an older version', async () => {
    const { findings } = await plan({
      cluster: { remoteNetworkConfig: undefined, someNewFeature: undefined, deletionProtection: false },
      more: {
        nodegroups: [{ ...GROUP, remoteAccess: { ec2SshKey: 'ops' }, version: '1.34', releaseVersion: '1.34.1-1' }],
        addons: [
          { addonName: 'coredns', addonVersion: 'v1.13.1-eksbuild.1', marketplaceInformation: { productId: 'p' } },
        ],
        podIdentities: [
          {
            namespace: 'kube-system',
            serviceAccount: 'aws-node',
            roleArn: role(SOURCE, 'node'),
            ownerArn: 'arn:aws:eks:eu-west-1:111111111111:addon/prod/coredns/id',
            targetRoleArn: role(SOURCE, 'other'),
          },
        ],
        accessEntries: [],
        identityProviders: ['okta'],
        capabilities: ['argocd'],
      },
    });
    expect(
      findings.filter(({ severity }) => severity !== 'blocker').map(({ severity, path }) => [severity, path]),
    ).toEqual([
      ['warning', '/nodegroups/web/remoteAccess'],
      ['warning', '/addons/coredns/marketplaceInformation'],
      ['warning', '/podIdentities/kube-system/aws-node/targetRoleArn'],
      ['warning', '/identityProviders/okta'],
      ['warning', '/capabilities/argocd'],
      ['info', '/nodegroups/web/version'],
      ['info', '/addons/eks-pod-identity-agent'],
    ]);
  });
});
