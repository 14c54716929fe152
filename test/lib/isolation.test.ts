import { expect, it } from 'vitest';
import { accessKey, keysOf, lockKey } from '../../core/base/run/keys.ts';
import { FUNCTIONS, stepsOf } from '../../lib/functions/functions.data.ts';
import { rightsOf, roleNamed, type Statement, trustOf } from './policies.ts';
import { ofType, synthesize, type Template } from './synthesize.ts';

const templates = synthesize();
const hub = templates['kubeferry-hub'] as Template;
const source = templates['kubeferry-source-222233334444-us-east-1'] as Template;
const targetStack = templates['kubeferry-target-777788889999-eu-central-1'] as Template;

const assumed = (step: string) =>
  rightsOf(hub, roleNamed(hub, `kubeferry-${step}`))
    .filter(({ actions }) => actions.includes('sts:AssumeRole'))
    .flatMap(({ resources }) => resources)
    .sort();

const SOURCES = [
  'arn:aws:iam::222233334444:role/kubeferry-source-us-east-1',
  'arn:aws:iam::444455556666:role/kubeferry-source-eu-west-1',
];
const TARGETS = [
  'arn:aws:iam::444455556666:role/kubeferry-target-eu-west-1',
  'arn:aws:iam::777788889999:role/kubeferry-target-eu-central-1',
];

const rights = (template: Template, role: string) => rightsOf(template, roleNamed(template, role));
const having = (statements: Statement[], action: string) =>
  statements.filter(({ actions }) => actions.includes(action));

it('lets a function take exactly the roles of the sides that it works on', () => {
  expect(assumed('start-clone')).toEqual([...SOURCES, ...TARGETS].sort());
  expect(assumed('export-manifests')).toEqual(SOURCES);
  expect(assumed('apply-shard')).toEqual(TARGETS);
  expect(assumed('translate-manifests')).toEqual([]);
  expect(assumed('write-report')).toEqual([]);
});

it('lets a function reach what runs share only where it works on it', () => {
  const place = { account: '222233334444', region: 'us-east-1', cluster: 'prod' };
  const reached = (step: string, key: string) =>
    rights(hub, `kubeferry-${step}`)
      .filter(({ actions }) => actions.includes('s3:PutObject'))
      .flatMap(({ resources }) => resources)
      .some((resource) => key.startsWith(resource.replace(/^<\w+\.Arn>\//, '').replace('*', '')));
  const lock = lockKey(place);
  const access = accessKey('source', place);
  for (const { step } of FUNCTIONS) {
    expect(reached(step, keysOf('run-1').report), step).toBe(true);
    expect(reached(step, lock), step).toBe(['start-clone', 'clean-up-clone', 'find-expired'].includes(step));
    expect(reached(step, access), step).toBe(['enter-clusters', 'clean-up-clone', 'roll-back-cluster'].includes(step));
  }
});

it('lets functions start the machine that notifies, and the one that undoes a run that is replaced, and no other', () => {
  const machine = (name: string) => `arn:aws:states:eu-west-1:111122223333:stateMachine:kubeferry-${name}`;
  for (const { step } of FUNCTIONS) {
    const started = having(rights(hub, `kubeferry-${step}`), 'states:StartExecution').flatMap((s) => s.resources);
    const tells = ['start-clone', 'await-approval', 'write-report', 'note-removal'].includes(step);
    const undoes = step === 'start-clone';
    expect(started, step).toEqual([...(tells ? [machine('notify')] : []), ...(undoes ? [machine('roll-back')] : [])]);
  }
});

it('lets one function stop runs, those of routes alone', () => {
  const stopped = (step: string) =>
    having(rights(hub, `kubeferry-${step}`), 'states:StopExecution').flatMap(({ resources }) => resources);
  const execution = (route: string) => `arn:aws:states:eu-west-1:111122223333:execution:kubeferry-${route}:*`;
  const routes = ['prod-to-dev', 'prod-to-qa', 'dev-to-qa'].map(execution);
  for (const { step } of FUNCTIONS) {
    expect(stopped(step).toSorted(), step).toEqual(step === 'start-clone' ? routes.toSorted() : []);
  }
});

it('speaks in the name of kubeferry alone', () => {
  const speaker = rights(hub, 'kubeferry-machine-notify');
  const [put] = having(speaker, 'events:PutEvents');
  expect(put?.conditions).toEqual({ StringEquals: { 'events:source': 'kubeferry' } });
  expect(put?.resources).toEqual(['arn:aws:events:eu-west-1:111122223333:event-bus/default']);
  const published = having(speaker, 'sns:Publish').flatMap(({ resources }) => resources);
  expect(published).toEqual([expect.stringMatching(/^<Events\w+>$/)]);
});

it('lets a member role be taken by exactly the functions that may ask for it, with the ExternalId', () => {
  for (const side of ['source', 'target'] as const) {
    for (const [name, template] of Object.entries(templates).filter(([stack]) => stack.includes(`-${side}-`))) {
      const [[, role] = []] = ofType(template, 'AWS::IAM::Role');
      const [trust, ...more] = role ? trustOf(role) : [];
      const functions = stepsOf(side).map(({ step }) => step);
      expect(more, name).toEqual([]);
      expect(trust.Condition.StringEquals, name).toEqual({ 'sts:ExternalId': 'installation-1' });
      expect(trust.Condition.ArnEquals['aws:PrincipalArn'].toSorted(), name).toEqual(
        functions.map((step) => `arn:aws:iam::111122223333:role/kubeferry-${step}`).sort(),
      );
    }
  }
});

it('gives nobody who may start one route a way to another: only services and named functions are trusted', () => {
  for (const [name, template] of Object.entries(templates)) {
    for (const [id, role] of ofType(template, 'AWS::IAM::Role')) {
      for (const { Principal, Condition } of trustOf(role)) {
        const isService = ['lambda.amazonaws.com', 'states.amazonaws.com', 'scheduler.amazonaws.com'].includes(
          Principal.Service,
        );
        expect(isService || Condition?.ArnEquals?.['aws:PrincipalArn'].length > 0, `${name} ${id}`).toBe(true);
      }
    }
  }
  for (const [, machine] of ofType(hub, 'AWS::StepFunctions::StateMachine')) {
    const name = machine.Properties.StateMachineName.replace('kubeferry-', '');
    const started = having(rights(hub, `kubeferry-machine-${name}`), 'states:StartExecution').flatMap(
      (s) => s.resources,
    );
    for (const route of ['prodtodev', 'prodtoqa', 'devtoqa']) {
      expect(started.join(), name).not.toContain(`Machines${route}`);
    }
  }
});

// Promise: source-read-only
it('never lets a source be written to: no right of a source role changes a volume', () => {
  const actions = rights(source, 'kubeferry-source-us-east-1').flatMap((statement) => statement.actions);
  expect(
    actions.filter((action) => /Volume$|:(Put|Start|Complete|Modify(?!Snapshot)|Terminate|Run)/.test(action)),
  ).toEqual([]);
});

it('deletes and tags only what carries the tag of kubeferry', () => {
  for (const [template, role] of [
    [source, 'kubeferry-source-us-east-1'],
    [targetStack, 'kubeferry-target-eu-central-1'],
  ] as const) {
    const changing = rights(template, role).filter(({ actions }) =>
      actions.some((action) => /^ec2:(Delete|Modify|CreateTags)/.test(action)),
    );
    expect(changing.length).toBeGreaterThan(0);
    for (const { sid, conditions } of changing) {
      const { StringEquals = {} } = conditions;
      // StartSnapshot's tags are bound by themselves, since AWS documents no ec2:CreateAction for it.
      const isStarted = sid === 'TagStartedSnapshots' && StringEquals['aws:RequestTag/kubeferry:made-by'];
      const isOurs = StringEquals['aws:ResourceTag/kubeferry:made-by'] === 'kubeferry';
      expect(isOurs || isStarted || StringEquals['ec2:CreateAction'], sid).toBeTruthy();
    }
  }
});

/** What is made goes on from a thing that is there, which has tags of its own. */
const OF_EXISTING = ['ReadVolumesInto', 'CopyFromSharedSnapshots', 'OfOwnSnapshots', 'GoOnFromOwnSnapshots'];

it('makes snapshots and volumes only with the tag of kubeferry', () => {
  const create = [
    ...having(rights(source, 'kubeferry-source-us-east-1'), 'ec2:CreateSnapshot'),
    ...having(rights(targetStack, 'kubeferry-target-eu-central-1'), 'ec2:CopySnapshot'),
    ...having(rights(targetStack, 'kubeferry-target-eu-central-1'), 'ec2:CreateVolume'),
    ...having(rights(targetStack, 'kubeferry-target-eu-central-1'), 'ebs:StartSnapshot'),
  ].filter(({ sid }) => !OF_EXISTING.includes(sid));
  expect(create).toHaveLength(4);
  for (const { sid, conditions } of create) {
    expect(conditions.StringEquals, sid).toEqual({ 'aws:RequestTag/kubeferry:made-by': 'kubeferry' });
  }
});

it('shares snapshots with the target accounts of the routes only', () => {
  const share = having(rights(source, 'kubeferry-source-us-east-1'), 'ec2:ModifySnapshotAttribute');
  expect(share.map(({ conditions }) => conditions.StringEquals)).toEqual([
    { 'aws:ResourceTag/kubeferry:made-by': 'kubeferry', 'ec2:Add/userId': ['444455556666', '777788889999'] },
    { 'aws:ResourceTag/kubeferry:made-by': 'kubeferry', 'ec2:Remove/userId': ['444455556666', '777788889999'] },
  ]);
});

it('enters clusters with its own entry, and takes only the policies that a side needs', () => {
  const policies = (template: Template, role: string) =>
    having(rights(template, role), 'eks:AssociateAccessPolicy').map(({ conditions, resources }) => ({
      policy: String(conditions.ArnEquals?.['eks:policyArn']).split('/')[1],
      scope: conditions.StringEquals?.['eks:accessScope'],
      clusters: resources.map((arn) => arn.split('/')[1]).sort(),
    }));
  expect(policies(source, 'kubeferry-source-us-east-1')).toEqual([
    { policy: 'AmazonEKSAdminViewPolicy', scope: undefined, clusters: ['prod', 'prod-2'] },
    { policy: 'AmazonEKSEditPolicy', scope: 'namespace', clusters: ['prod'] },
  ]);
  expect(policies(targetStack, 'kubeferry-target-eu-central-1')).toEqual([
    { policy: 'AmazonEKSClusterAdminPolicy', scope: undefined, clusters: ['qa'] },
  ]);
});

it('makes a key in a target unless every route there names one of its own', () => {
  expect(ofType(targetStack, 'AWS::KMS::Key')).toHaveLength(1);
  expect(ofType(source, 'AWS::KMS::Key')).toHaveLength(0);
  const use = rights(targetStack, 'kubeferry-target-eu-central-1').find(({ sid }) => sid === 'UseThroughEbs');
  expect(use?.resources.join()).toContain(
    'arn:aws:kms:eu-central-1:777788889999:key/11111111-2222-3333-4444-555555555555',
  );
});
