import { Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Route } from '../../core/base/request/route.ts';
import { KEPT_BY } from '../../core/base/run/keys.ts';
import { ROLE, scheduleGroup } from '../../core/base/run/names.ts';
import { API_FUNCTION } from '../functions/functions.data.ts';
import { readRouteStacks, routeStacksFile } from '../functions/route-stacks.ts';
import { routesFile } from '../functions/routes-file.ts';
import { type StepCode, StepFunction } from '../functions/step-function.ts';
import type { Machines } from '../machines/machines.ts';
import { areMany, routeRight } from '../machines/route-runs.ts';
import type { RunRecords } from '../run-records.ts';
import { HOURLY } from '../schedules/schedules.ts';

export interface ApiFunctionProps {
  routes: readonly Route[];
  machines: Machines;
  records: RunRecords;
  code: StepCode;
}

/** What the API answers from: a few records of a run, without exports, which hold Secrets, and the reservations of schedules. */
const READ = [
  'clones/*/asked.json',
  'clones/*/clone.json',
  'clones/*/closed.json',
  'clones/*/evidence.json',
  'clones/*/plan.json',
  'clones/*/plan/facets.json',
  'clones/*/plan/objects/*',
  'clones/*/report.html',
  'clones/*/report.json',
  'clones/*/report/facets.json',
  'clones/*/report/objects/*',
  'clones/*/size.json',
  ...KEPT_BY.map((part) => `clones/*/kept/${part}.json`),
  'clones/*/volumes.jsonl',
  'clones/*/progress/*',
  'clones/*/approval/question.json',
  'clones/*/approval/approval.json',
  'clones/*/approval/cut-over.json',
  'clones/*/rounds.json',
  'schedules/*',
  'lineages/*',
  'captures/*',
  // What a roll-back would remove and bring back.
  'clones/*/ledger/*',
  'clones/*/cluster.json',
  'clones/*/superseded.json',
  ...['plan', 'retired', 'restored'].map((part) => `clones/*/former/${part}.json`),
];

/** What it writes: who asked for a run, as IAM has told it, and that a capture is being removed. */
const WRITTEN = ['clones/*/asked.json', 'captures/*'];

/** What it lists: how far volumes are, which of them are verified, the times of a schedule, what is kept for the next clones, and what runs have cost. */
const LISTED = ['clones/*/progress/', 'clones/*/volumes/', 'schedules/*', 'lineages/*', 'costs/*'];

/**
 * The function behind the API: it starts, follows and ends runs, answers those that wait for an approval, reads a few of
 * their records, and keeps the schedules of the routes, which start their route's machine as their route's own role.
 */
export class ApiFunction extends Construct {
  readonly fn: StepFunction;

  constructor(scope: Construct, id: string, { routes, machines, records, code }: ApiFunctionProps) {
    super(scope, id);
    const { account, region, partition } = Stack.of(this);
    const prefix = `arn:${partition}:states:${region}:${account}`;
    this.fn = new StepFunction(this, API_FUNCTION.step, {
      row: API_FUNCTION,
      code,
      beside: () => ({ ...routesFile(routes), ...routeStacksFile(routes, machines.version) }),
      rightsGrow: true,
      environment: {
        KUBEFERRY_BUCKET: records.bucket.bucketName,
        KUBEFERRY_STATES: prefix,
      },
    });
    readRouteStacks(this.fn.role, routes);
    grantRuns(this.fn.role, prefix, routes, machines);
    grantSchedules(this.fn.role, routes);
    grantRecords(this.fn.role, records);
  }
}

function grantRuns(role: Role, prefix: string, routes: readonly Route[], { children }: Machines): void {
  const afterwards = ['roll-back', 'clean-up'];
  const all = children.map(({ file }) => file);
  const follow = ['states:DescribeExecution', 'states:GetExecutionHistory'];
  for (const statement of [
    ...routeRight(
      { sid: 'StartRuns', actions: ['states:StartExecution'], on: 'machine', children: afterwards },
      routes,
      prefix,
    ),
    ...routeRight({ sid: 'ListRuns', actions: ['states:ListExecutions'], on: 'machine' }, routes, prefix),
    ...routeRight({ sid: 'FollowRuns', actions: follow, on: 'run', children: all }, routes, prefix),
    // A token names no resource, and is the key to its task alone (service authorization reference).
    new PolicyStatement({
      sid: 'AnswerRuns',
      actions: ['states:SendTaskSuccess', 'states:SendTaskFailure'],
      resources: ['*'],
    }),
    ...routeRight(
      { sid: 'EndRuns', actions: ['states:StopExecution', 'states:RedriveExecution'], on: 'run' },
      routes,
      prefix,
    ),
  ]) {
    role.addToPolicy(statement);
  }
}

function grantSchedules(role: Role, routes: readonly Route[]): void {
  const { account, region, partition } = Stack.of(role);
  const schedules = (name: string) =>
    `arn:${partition}:scheduler:${region}:${account}:schedule/${scheduleGroup(name)}/*`;
  const starter = (name: string) => `arn:${partition}:iam::${account}:role/${ROLE.schedule(name)}`;
  const conditions = { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } };
  const names = areMany(routes) ? ['*'] : routes.map(({ name }) => name);
  const keep = [
    'scheduler:GetSchedule',
    'scheduler:CreateSchedule',
    'scheduler:UpdateSchedule',
    'scheduler:DeleteSchedule',
  ];
  const pass = ['iam:PassRole'];
  for (const statement of [
    new PolicyStatement({ sid: 'KeepSchedules', actions: keep, resources: names.map(schedules) }),
    // Names, groups and states alone; Scheduler asks for the right to every group, also when one is named
    // (https://github.com/aws/aws-cdk/issues/38201).
    new PolicyStatement({ sid: 'ListSchedules', actions: ['scheduler:ListSchedules'], resources: ['*'] }),
    new PolicyStatement({ sid: 'PassStarters', actions: pass, resources: names.map(starter), conditions }),
    ...(areMany(routes)
      ? [
          // The hub's own, of no route.
          deny('NoScheduleOfTheHub', keep, [schedules(HOURLY)]),
          deny('NoStarterOfTheHub', pass, [starter(HOURLY)]),
        ]
      : []),
  ]) {
    role.addToPolicy(statement);
  }
}

const deny = (sid: string, actions: string[], resources: string[]) =>
  new PolicyStatement({ sid, effect: Effect.DENY, actions, resources });

function grantRecords(role: Role, { bucket, key }: RunRecords): void {
  for (const statement of [
    {
      sid: 'ReadRecords',
      actions: ['s3:GetObject'],
      resources: READ.map((key) => bucket.arnForObjects(key)),
    },
    { sid: 'WriteAskers', actions: ['s3:PutObject'], resources: WRITTEN.map((key) => bucket.arnForObjects(key)) },
    {
      // S3 answers 404 for a key that does not exist only to those who may list
      // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions").
      sid: 'ListAllRecords',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLikeIfExists: { 's3:prefix': [...new Set([...READ, ...LISTED])] } },
    },
    {
      sid: 'KeyOfRecords',
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(role).region}.amazonaws.com` } },
    },
  ]) {
    role.addToPolicy(new PolicyStatement(statement));
  }
}
