import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import { addStacks } from '../../lib/app.ts';
import { FLAGS } from '../../lib/flags.ts';
import { rightsOf, roleNamed } from './policies.ts';
import { CONFIG, ofType, synthesize } from './synthesize.ts';

const hub = synthesize()['kubeferry-hub']!;
const [[id] = ['']] = ofType(hub, 'AWS::S3::Bucket').filter(([name]) => name.startsWith('Links'));
const statements = ofType(hub, 'AWS::S3::BucketPolicy').find(([, { Properties }]) => Properties.Bucket.Ref === id)?.[1]
  .Properties.PolicyDocument.Statement;

it('lets each account read the templates of its own members, and nothing else', () => {
  const allowed = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
  const read = allowed.map((statement: { Action: string; Principal: object; Resource: unknown }) => [
    statement.Action,
    statement.Principal,
    [statement.Resource].flat().map((each) => (each as { 'Fn::Join': [string, string[]] })['Fn::Join'][1].at(-1)),
  ]);
  const of = (account: string, ...stacks: string[]) => [
    's3:GetObject',
    { AWS: `arn:aws:iam::${account}:root` },
    stacks.map((stack) => `/members/${stack}.template.json`),
  ];
  expect(read).toEqual([
    of('222233334444', 'kubeferry-source-222233334444-us-east-1'),
    of('444455556666', 'kubeferry-source-444455556666-eu-west-1', 'kubeferry-target-444455556666-eu-west-1'),
    of('777788889999', 'kubeferry-target-777788889999-eu-central-1'),
  ]);
});

it('lets one function put them there, and nobody read them from the hub', () => {
  const rights = rightsOf(hub, roleNamed(hub, 'kubeferry-examine-route')).filter(({ resources }) =>
    resources.some((resource) => resource.includes('Links')),
  );
  expect(rights.map(({ actions }) => actions)).toEqual([['s3:PutObject']]);
});

it('puts the template of each member without a connector beside the function that publishes them', () => {
  const beside: Record<string, string> = {};
  const app = new App({ postCliContext: FLAGS, builtinCloudFormationValidation: false });
  addStacks(app, CONFIG, {
    code: (step, files = () => ({})) => {
      if (step === 'examine-route') Object.assign(beside, files());
      return Code.fromInline('export const handler = async () => undefined');
    },
  });
  const templates = JSON.parse(beside['member-templates.json'] ?? '{}');
  expect(Object.keys(templates).toSorted()).toEqual([
    'kubeferry-source-444455556666-eu-west-1',
    'kubeferry-target-444455556666-eu-west-1',
    'kubeferry-target-777788889999-eu-central-1',
  ]);
  const { template, parameters } = templates['kubeferry-source-444455556666-eu-west-1'];
  expect(parameters).toEqual({ HubAccount: '111122223333', ExternalId: 'installation-1' });
  expect(JSON.stringify(template)).not.toMatch(/bootstrap/i);
  expect(Object.keys(template.Outputs)).toContain('Version');
});
