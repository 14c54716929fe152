import { expect, it } from 'vitest';
import { OPERATIONS } from '../../core/serve/api/operations.ts';
import { rightsOf, roleNamed } from './policies.ts';
import { ofType, synthesize, type Template } from './synthesize.ts';

const hub = synthesize()['kubeferry-hub'] as Template;
const rights = rightsOf(hub, roleNamed(hub, 'kubeferry-answer-api'));
const ROUTES = ['prod-to-dev', 'prod-to-qa', 'dev-to-qa'];
const having = (action: string) => rights.filter(({ actions }) => actions.includes(action));
const runsOf = (name: string) => `arn:aws:states:eu-west-1:111122223333:execution:kubeferry-${name}:*`;
const machineOf = (name: string) => `arn:aws:states:eu-west-1:111122223333:stateMachine:kubeferry-${name}`;

it('asks for a signature on every path, and lets each path be a right of its own', () => {
  const routes = ofType(hub, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
  const paths = OPERATIONS.map(({ method, path }) => `${method} ${path}`);
  expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual(paths.sort());
  expect(new Set(routes.map(({ AuthorizationType }) => AuthorizationType))).toEqual(new Set(['AWS_IAM']));
});

it('limits the rate of calls and logs who called what, without bodies', () => {
  const [[, stage] = []] = ofType(hub, 'AWS::ApiGatewayV2::Stage');
  expect(stage?.Properties.DefaultRouteSettings).toEqual({ ThrottlingBurstLimit: 50, ThrottlingRateLimit: 20 });
  expect(Object.keys(JSON.parse(stage?.Properties.AccessLogSettings.Format))).toEqual(
    expect.arrayContaining(['requestId', 'caller', 'method', 'path', 'status']),
  );
});

it('may start the routes, the roll-back and the clean-up, and no other machine', () => {
  expect(
    having('states:StartExecution')
      .flatMap(({ resources }) => resources)
      .sort(),
  ).toEqual([...ROUTES, 'roll-back', 'clean-up'].map(machineOf).sort());
  expect(
    having('states:ListExecutions')
      .flatMap(({ resources }) => resources)
      .sort(),
  ).toEqual(ROUTES.map(machineOf).sort());
});

it('may stop and redrive the runs of the routes only', () => {
  for (const action of ['states:StopExecution', 'states:RedriveExecution']) {
    expect(
      having(action)
        .flatMap(({ resources }) => resources)
        .sort(),
    ).toEqual(ROUTES.map(runsOf).sort());
  }
});

it('keeps the schedules of the routes, in their groups and as their own starters alone', () => {
  const arns = (action: string) => having(action).flatMap(({ resources }) => resources);
  for (const action of ['GetSchedule', 'CreateSchedule', 'UpdateSchedule', 'DeleteSchedule']) {
    const groups = ROUTES.map((name) => `arn:aws:scheduler:eu-west-1:111122223333:schedule/kubeferry-${name}/*`);
    expect(arns(`scheduler:${action}`).sort()).toEqual(groups.sort());
  }
  const [passes, ...more] = having('iam:PassRole');
  expect(more).toEqual([]);
  const starters = ROUTES.map((name) => `arn:aws:iam::111122223333:role/kubeferry-schedule-${name}`);
  expect([...(passes?.resources ?? [])].sort()).toEqual(starters.sort());
  expect(passes?.conditions).toEqual({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
});

it('reads a few records of a run, the reservations of schedules, writes who asked, and takes no role', () => {
  const objects = rights.filter(({ actions }) => actions.some((action) => /^s3:.*Object/.test(action)));
  expect(objects.flatMap(({ actions }) => actions).sort()).toEqual(['s3:GetObject', 's3:PutObject']);
  const keysOf = (action: string) =>
    having(action).flatMap(({ resources }) => resources.map((resource) => resource.replace(/^<\w+\.Arn>/, '')));
  expect(keysOf('s3:PutObject')).toEqual(['/captures/*', '/clones/*/asked.json']);
  expect(keysOf('s3:GetObject')).toEqual([
    '/captures/*',
    '/clones/*/approval/approval.json',
    '/clones/*/approval/cut-over.json',
    '/clones/*/approval/question.json',
    '/clones/*/asked.json',
    '/clones/*/clone.json',
    '/clones/*/closed.json',
    '/clones/*/cluster.json',
    '/clones/*/evidence.json',
    '/clones/*/former/plan.json',
    '/clones/*/former/restored.json',
    '/clones/*/former/retired.json',
    '/clones/*/kept/cluster.json',
    '/clones/*/kept/handed-over.json',
    '/clones/*/kept/lineage.json',
    '/clones/*/kept/objects.json',
    '/clones/*/kept/snapshots.json',
    '/clones/*/kept/volumes.json',
    '/clones/*/ledger/*',
    '/clones/*/plan.json',
    '/clones/*/plan/facets.json',
    '/clones/*/plan/objects/*',
    '/clones/*/progress/*',
    '/clones/*/report.html',
    '/clones/*/report.json',
    '/clones/*/report/facets.json',
    '/clones/*/report/objects/*',
    '/clones/*/rounds.json',
    '/clones/*/size.json',
    '/clones/*/superseded.json',
    '/clones/*/volumes.jsonl',
    '/lineages/*',
    '/schedules/*',
  ]);
  expect(having('sts:AssumeRole')).toEqual([]);
});

it('lists how far volumes are, the times of schedules and what is kept, and no other part of the bucket', () => {
  const prefixes = having('s3:ListBucket').flatMap(
    ({ conditions }) =>
      (conditions as { StringLikeIfExists: { 's3:prefix': string[] } }).StringLikeIfExists['s3:prefix'],
  );
  // A look for one key that does not exist is a listing, too, to S3.
  expect(prefixes.filter((prefix) => /[*/]$/.test(prefix)).sort()).toEqual([
    'captures/*',
    'clones/*/ledger/*',
    'clones/*/plan/objects/*',
    'clones/*/progress/',
    'clones/*/progress/*',
    'clones/*/report/objects/*',
    'clones/*/volumes/',
    'costs/*',
    'lineages/*',
    'schedules/*',
  ]);
  expect(prefixes.filter((prefix) => !/[*/]$/.test(prefix)).sort()).toEqual([
    'clones/*/approval/approval.json',
    'clones/*/approval/cut-over.json',
    'clones/*/approval/question.json',
    'clones/*/asked.json',
    'clones/*/clone.json',
    'clones/*/closed.json',
    'clones/*/cluster.json',
    'clones/*/evidence.json',
    'clones/*/former/plan.json',
    'clones/*/former/restored.json',
    'clones/*/former/retired.json',
    'clones/*/kept/cluster.json',
    'clones/*/kept/handed-over.json',
    'clones/*/kept/lineage.json',
    'clones/*/kept/objects.json',
    'clones/*/kept/snapshots.json',
    'clones/*/kept/volumes.json',
    'clones/*/plan.json',
    'clones/*/plan/facets.json',
    'clones/*/report.html',
    'clones/*/report.json',
    'clones/*/report/facets.json',
    'clones/*/rounds.json',
    'clones/*/size.json',
    'clones/*/superseded.json',
    'clones/*/volumes.jsonl',
  ]);
});

it('lets nothing but this API call the functions', () => {
  const permissions = ofType(hub, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
  expect(permissions).toHaveLength(3);
  for (const { Principal, SourceArn } of permissions) {
    expect(Principal).toBe('apigateway.amazonaws.com');
    expect(JSON.stringify(SourceArn)).toContain('arn:aws:execute-api:eu-west-1:111122223333:');
  }
});

it('lets the checks of a route take the roles of runs and count lost times, and make nothing', () => {
  const checks = rightsOf(hub, roleNamed(hub, 'kubeferry-examine-route'));
  const actions = checks.flatMap((right) => right.actions);
  expect(actions.filter((action) => /^(states|events|sns|ec2|eks):/.test(action))).toEqual([]);
  expect(checks.filter(({ actions }) => actions.includes('sqs:GetQueueAttributes'))).toHaveLength(1);
  const written = checks.filter((right) => right.actions.includes('s3:PutObject')).flatMap((right) => right.resources);
  expect(written.map((resource) => resource.replace(/^<\w+\.Arn>/, '')).toSorted()).toEqual([
    '/access/*',
    '/clones/*/checks/*',
    '/members/kubeferry-source-222233334444-us-east-1.template.json',
    '/members/kubeferry-source-444455556666-eu-west-1.template.json',
    '/members/kubeferry-target-444455556666-eu-west-1.template.json',
    '/members/kubeferry-target-777788889999-eu-central-1.template.json',
  ]);
});

it('lets the look at a source take the roles of runs, keep what it found and its place in the cluster, and nothing else', () => {
  const looks = rightsOf(hub, roleNamed(hub, 'kubeferry-survey-route'));
  const services = new Set(looks.flatMap(({ actions }) => actions).map((action) => action.replace(/:.*/, '')));
  expect([...services].toSorted()).toEqual(['kms', 'logs', 's3', 'sts', 'xray']);
  const objects = looks.filter(({ actions }) => actions.some((action) => /^s3:.*Object/.test(action)));
  expect(
    objects
      .flatMap(({ resources }) => resources)
      .map((resource) => resource.replace(/^<\w+\.Arn>/, ''))
      .toSorted(),
  ).toEqual(['/access/*', '/surveys/*']);
});
