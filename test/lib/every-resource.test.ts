import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { machineName, ROLE } from '../../core/base/run/names.ts';
import { API_FUNCTIONS, FUNCTIONS } from '../../lib/functions/functions.data.ts';
import { rightsOf, type Statement, trustOf } from './policies.ts';
import { ofType, synthesize, target } from './synthesize.ts';

const templates = Object.entries(synthesize());
const hub = Object.fromEntries(templates)['kubeferry-hub'];

/** Actions that know no resource, so that only `*` can be allowed; each reads, or delivers what is ours. */
const WITHOUT_RESOURCE: Record<string, string> = {
  'ec2:Describe': 'EC2 describe calls have no resource-level permissions',
  'ec2:AssignPrivateIpAddresses': 'Lambda asks for it on every resource, and the code of the function is denied it',
  'ec2:CreateNetworkInterface': 'as above',
  'ec2:DeleteNetworkInterface': 'as above',
  'ec2:UnassignPrivateIpAddresses': 'as above',
  'eks:ListClusters': 'lists names of the account',
  'eks:DescribeAddonVersions': 'reads what AWS offers to everybody',
  'eks:DescribeAddonConfiguration': 'reads what AWS offers to everybody',
  'scheduler:ListSchedules': 'lists names of the account',
  'kms:ListAliases': 'reads names of the account',
  'iam:ListRoles': 'reads names and trust policies of the account',
  'servicequotas:GetServiceQuota': 'reads what an account may have; it knows no resource',
  'servicequotas:GetAWSDefaultServiceQuota': 'reads what AWS gives everybody; it knows no resource',
  'lambda:GetAccountSettings': 'reads what an account may have; it knows no resource',
  'states:SendTask': 'the token, which stays in the records, is the key to its task alone',
  'xray:': 'traces belong to no resource',
  'logs:': 'Step Functions manages its log deliveries for the whole account',
};

/** Wildcards without a condition, and why each is no danger. */
const WITHOUT_CONDITION: Record<string, string> = {
  ReadVolumesInto: 'reading: the snapshot made of the volume is bound by its tag',
  CopyFromSharedSnapshots: 'reading: the copy is bound by its tag',
  DescribeKeys: 'reading: DescribeKey tells no key material',
  Records: 'the bucket of this stack',
  ReadExports: 'one kind of whole objects, in the bucket of this stack',
  WriteExports: 'one kind of whole objects, in the bucket of this stack',
  RemoveExports: 'one kind of whole objects, in the bucket of this stack',
  CallVersions: 'every version of named functions',
  StartChildren: 'every version of named machines',
  StartItems: 'every version of the machine itself',
  FollowChildren: 'executions of named machines',
  FollowItems: 'executions of the machine itself',
  RedriveItems: 'executions of the machine itself',
  ReadRecords: 'a few records of every run and the reservations of schedules, in the bucket of this stack',
  WriteAskers: 'who asked for a run, one kind of record in the bucket of this stack',
  KeepSchedules: 'schedules in the groups of named routes',
  FollowRuns: 'executions of named machines',
  EndRuns: 'executions of named machines',
  KeepOwnEntry: 'the access entry of the role itself',
  FindDriver: 'reading: the EBS driver of named clusters, whose ids EKS makes',
  SimulateDriver: 'reading: whether a role may use a key; which one it is stands in the cluster',
  ReadParts: 'reading: the parts of named clusters',
  ReadClones: 'what clones have left, in the bucket of this stack',
  KeepChecks: 'what checks of clones have found, in the bucket of this stack',
  ReadExpiries: 'which clones outlived their time, in the bucket of this stack',
  ReadOwnStack: 'reading: the outputs of the stack of the role itself',
  GiveUp: 'the access entry of the role itself',
};

const everyRight = (): [string, Statement][] =>
  templates.flatMap(([name, template]) =>
    ofType(template, 'AWS::IAM::Role').flatMap(([id]) =>
      rightsOf(template, id).map((right): [string, Statement] => [`${name} ${id} ${right.sid}`, right]),
    ),
  );

it('makes one hub and a stack for each account, Region and side', () => {
  expect(templates.map(([name]) => name).sort()).toEqual([
    'kubeferry-hub',
    'kubeferry-source-222233334444-us-east-1',
    'kubeferry-source-444455556666-eu-west-1',
    'kubeferry-target-444455556666-eu-west-1',
    'kubeferry-target-777788889999-eu-central-1',
  ]);
});

it('gives every function a limit, a log group that ends, tracing, JSON logs, and a role of its own name', () => {
  const functions = ofType(hub, 'AWS::Lambda::Function');
  expect(functions).toHaveLength(FUNCTIONS.length + API_FUNCTIONS.length);
  for (const [id, { Properties: fn }] of functions) {
    const step = fn.FunctionName.replace('kubeferry-', '');
    expect(fn.Timeout, id).toBeLessThanOrEqual(900);
    expect(fn.MemorySize, id).toBeGreaterThanOrEqual(512);
    expect(fn.Runtime, id).toBe('nodejs24.x');
    expect(fn.Architectures, id).toEqual(['arm64']);
    expect(fn.TracingConfig, id).toEqual({ Mode: 'Active' });
    expect(fn.LoggingConfig.LogFormat, id).toBe('JSON');
    const logs = hub?.Resources[target(fn.LoggingConfig.LogGroup)]?.Properties;
    expect(logs, id).toMatchObject({ LogGroupName: `/aws/lambda/kubeferry-${step}`, RetentionInDays: 90 });
    expect(hub?.Resources[target(fn.Role)]?.Properties.RoleName, id).toBe(ROLE.step(step));
  }
});

// Promise: deployment-changes-no-run
it('keeps every published version, so that a run under way is never changed', () => {
  const versions = ofType(hub, 'AWS::Lambda::Version');
  expect(versions).toHaveLength(FUNCTIONS.length + API_FUNCTIONS.length);
  const children = ofType(hub, 'AWS::StepFunctions::StateMachineVersion');
  expect(children.map(([, version]) => target(version.Properties.StateMachineArn)).length).toBe(
    readdirSync('statemachines').filter((name) => name.endsWith('.asl.json')).length - 1,
  );
  for (const [id, version] of [...versions, ...children]) expect(version.DeletionPolicy, id).toBe('Retain');
});

it('lets every machine log errors without data, trace, and be assumed by nothing else', () => {
  for (const [id, { Properties: machine }] of ofType(hub, 'AWS::StepFunctions::StateMachine')) {
    expect(machine.StateMachineType, id).toBe('STANDARD');
    expect(machine.TracingConfiguration, id).toEqual({ Enabled: true });
    expect(machine.LoggingConfiguration, id).toMatchObject({ Level: 'ERROR', IncludeExecutionData: false });
    const role = hub?.Resources[target(machine.RoleArn)];
    expect(role?.Properties.RoleName).toBe(machine.StateMachineName.replace('kubeferry-', 'kubeferry-machine-'));
    const arn = `arn:aws:states:eu-west-1:111122223333:stateMachine:${machine.StateMachineName}`;
    expect(role && trustOf(role)[0].Condition.ArnLike).toEqual({ 'aws:SourceArn': [arn, `${arn}:*`, `${arn}/*`] });
  }
});

it('makes one machine a route beside the shared ones', () => {
  const names = ofType(hub, 'AWS::StepFunctions::StateMachine').map(
    ([, { Properties }]) => Properties.StateMachineName,
  );
  for (const route of ['prod-to-dev', 'prod-to-qa', 'dev-to-qa']) expect(names).toContain(machineName(route));
  expect(names).not.toContain(machineName('clone-workload'));
});

it('encrypts every bucket with a key of its own, lets nobody in from outside, and takes TLS only', () => {
  for (const [, template] of templates) {
    for (const [id, { Properties: bucket }] of ofType(template, 'AWS::S3::Bucket')) {
      // Other accounts read templates of it, which need no right to a key so; nothing else is in it.
      if (id.startsWith('Links')) continue;
      const rule = bucket.BucketEncryption.ServerSideEncryptionConfiguration[0];
      expect(rule.ServerSideEncryptionByDefault.SSEAlgorithm, id).toBe('aws:kms');
      expect(rule.BucketKeyEnabled, id).toBe(true);
      expect(new Set(Object.values(bucket.PublicAccessBlockConfiguration)), id).toEqual(new Set([true]));
      expect(bucket.VersioningConfiguration, id).toEqual({ Status: 'Enabled' });
      const policies = ofType(template, 'AWS::S3::BucketPolicy').filter(([, p]) => target(p.Properties.Bucket) === id);
      expect(JSON.stringify(policies), id).toContain('"aws:SecureTransport":"false"');
    }
    for (const [id, { Properties }] of ofType(template, 'AWS::KMS::Key'))
      expect(Properties.EnableKeyRotation, id).toBe(true);
  }
});

// Promise: export-lifetime
it('forgets the records of a run 97 days after it, one week after the longest life of a clone', () => {
  const [bucket] = ofType(hub, 'AWS::S3::Bucket');
  const rules = bucket?.[1].Properties.LifecycleConfiguration.Rules as Record<string, unknown>[];
  expect(rules.find((rule) => rule.Prefix === 'clones/')).toMatchObject({ ExpirationInDays: 97, Status: 'Enabled' });
});

it('keeps what cannot be made again when a stack is deleted', () => {
  for (const [, template] of templates) {
    for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key']) {
      for (const [id, resource] of ofType(template, type))
        expect(resource.DeletionPolicy, id).toBe('RetainExceptOnCreate');
    }
  }
});

it('gives no name to what a deleted stack leaves behind, so that it can be deployed again', () => {
  const named = templates.flatMap(([, { Resources }]) =>
    Object.entries(Resources)
      .filter(([, { DeletionPolicy = '' }]) => DeletionPolicy.startsWith('Retain'))
      .filter(([, { Properties }]) => NAMES.some((field) => field in Properties))
      .map(([id]) => id),
  );
  expect(named).toEqual([]);
});

/** Properties by which CloudFormation lets a template name a resource that could outlive its stack. */
const NAMES = ['BucketName', 'AliasName', 'LogGroupName', 'QueueName', 'TopicName', 'RoleName'];

it('names every action that a role may do', () => {
  for (const [where, { actions }] of everyRight()) {
    for (const action of actions) expect(action, where).not.toContain('*');
  }
});

it('narrows every wildcard by a condition, or says why it cannot', () => {
  for (const [where, { sid, actions, resources, conditions }] of everyRight()) {
    if (!resources.some((resource) => resource.includes('*')) || Object.keys(conditions).length > 0) continue;
    const reasoned = Object.keys(WITHOUT_CONDITION).some((name) => sid.startsWith(name) && !resources.includes('*'));
    const resourceless = actions.every((action) =>
      Object.keys(WITHOUT_RESOURCE).some((prefix) => action.startsWith(prefix)),
    );
    expect(reasoned || resourceless, where).toBe(true);
  }
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
it('stays below the 10,240 characters that IAM allows for the inline policies of one role, and 6,144 for one of its own', () => {
  const length = (value: unknown) => JSON.stringify(value ?? []).length;
  for (const [name, template] of templates) {
    for (const [id, role] of ofType(template, 'AWS::IAM::Role')) {
      const inline = ofType(template, 'AWS::IAM::Policy').filter(([, { Properties }]) =>
        Properties.Roles.map(target).includes(id),
      );
      const sizes = [role.Properties.Policies, ...inline.map(([, { Properties }]) => Properties.PolicyDocument)].map(
        length,
      );
      expect(
        sizes.reduce((sum, size) => sum + size, 0),
        `${name} ${id}`,
      ).toBeLessThan(10_240);
    }
    for (const [id, { Properties }] of ofType(template, 'AWS::IAM::ManagedPolicy'))
      expect(length(Properties.PolicyDocument), `${name} ${id}`).toBeLessThan(6_144);
  }
});
