import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { rightsOf } from './policies.ts';
import { ALLOWING, ofType, synthesize } from './synthesize.ts';

const ADAPTERS = 'adapters/aws';
/** Of the hub's own functions: no member's role is taken for it. */
const OF_THE_HUB = ['kms-signer.ts'];
const code = readdirSync(ADAPTERS)
  .filter((name) => name.endsWith('.ts') && !OF_THE_HUB.includes(name))
  .map((name) => readFileSync(join(ADAPTERS, name), 'utf8'));

/** Rights that no call names, and what needs them. */
const IMPLICIT: Record<string, string> = {
  'ec2:AssignPrivateIpAddresses': 'Lambda, for the network interface of a connector',
  'ec2:CreateNetworkInterface': 'Lambda, for the network interface of a connector',
  'ec2:DeleteNetworkInterface': 'Lambda, for the network interface of a connector',
  'ec2:DescribeNetworkInterfaces': 'Lambda, for the network interface of a connector',
  'ec2:UnassignPrivateIpAddresses': 'Lambda, for the network interface of a connector',
  'eks:TagResource': 'CreateAccessEntry with tags',
  'iam:CreateServiceLinkedRole': 'EKS, with the first cluster, node group or Fargate profile of an account',
  'iam:ListAttachedRolePolicies': 'EKS, to look at the roles of nodes',
  'ec2:RunInstances': 'EKS, to try the launch template of a node group',
  'iam:TagOpenIDConnectProvider': 'CreateOpenIDConnectProvider with tags',
  'iam:PassRole': 'EKS, to take the roles of clusters, nodes and pods',
  'kms:CreateGrant': 'EBS, for a volume or a copy under the key',
  'kms:Decrypt': 'EBS, to read blocks and to copy',
  'kms:GenerateDataKey': 'EBS, to encrypt a copy',
  'kms:GenerateDataKeyWithoutPlaintext': 'EBS, to encrypt a volume',
  'kms:ReEncryptFrom': 'EBS, to copy under another key',
  'kms:ReEncryptTo': 'EBS, to copy under another key',
  's3:ListBucket': 'ListObjectsV2, for the files of a repository',
  'logs:CreateLogStream': 'Lambda, for the log of a connector',
  'logs:PutLogEvents': 'Lambda, for the log of a connector',
};

const memberRights = Object.entries(synthesize(ALLOWING))
  .filter(([name]) => name !== 'kubeferry-hub')
  .flatMap(([, template]) => ofType(template, 'AWS::IAM::Role').flatMap(([id]) => rightsOf(template, id)))
  .flatMap(({ actions }) => actions);
const allowed = [...new Set(memberRights)].sort();

it('gives the member roles no right that the adapters do not use', () => {
  const unused = allowed.filter(
    (action) => !(action in IMPLICIT) && !code.some((text) => text.includes(action.split(':')[1] ?? '')),
  );
  expect(unused).toEqual([]);
  expect(Object.keys(IMPLICIT).filter((action) => !allowed.includes(action))).toEqual([]);
});

it('gives the member roles a right for every call that the adapters make', () => {
  const called = code.flatMap((text) => {
    const services = [...text.matchAll(/@aws-sdk\/client-(ec2|ebs|eks|kms)'/g)].map(([, service = '']) => service);
    const operations = [...text.matchAll(/\b(?:new |paginate)([A-Z]\w+?)(?:Command)?\(/g)].map(([, name = '']) => name);
    return services.length === 0 ? [] : operations.map((operation) => ({ services, operation }));
  });
  const refused = called
    .filter(({ operation }) =>
      code.some((text) => new RegExp(`(${operation}Command|paginate${operation})\\b`).test(text)),
    )
    .filter(({ services, operation }) => !services.some((service) => allowed.includes(`${service}:${operation}`)))
    .map(({ operation }) => operation);
  expect(refused).toEqual([]);
  expect(called.length).toBeGreaterThan(15);
});

// Promise: skips-outside-things
it('gives the member roles no right to registries, DNS and load balancers, and none to make or change a role', () => {
  const outside = /^(?:\*|ecr|ecr-public|route53\w*|servicediscovery|elasticloadbalancing|globalaccelerator|acm):?/;
  expect(allowed.filter((action) => outside.test(action))).toEqual([]);
  // Of a cluster that the run makes: its identity provider, and the roles that AWS makes for its own services.
  expect(allowed.filter((action) => /^iam:(?!Get|List|PassRole$)/.test(action))).toEqual([
    'iam:CreateOpenIDConnectProvider',
    'iam:CreateServiceLinkedRole',
    'iam:DeleteOpenIDConnectProvider',
    'iam:SimulatePrincipalPolicy',
    'iam:TagOpenIDConnectProvider',
  ]);
});
