import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { DEPLOYED } from '../../core/base/request/deployed-files.ts';
import type { Route } from '../../core/base/request/route.ts';
import { type MemberTemplates, TEMPLATES_FILE } from '../../core/base/run/links/published.ts';
import { EXAMINE_FUNCTION } from '../functions/functions.data.ts';
import type { MemberRoles } from '../functions/member-roles.ts';
import { readRouteStacks, routeStacksFile } from '../functions/route-stacks.ts';
import { routesFile } from '../functions/routes-file.ts';
import { type StepCode, StepFunction } from '../functions/step-function.ts';
import type { Links } from '../links/links.ts';
import { versionOf } from '../member-policies.ts';
import { membersOf } from '../members.ts';
import type { RunRecords } from '../run-records.ts';

export interface ExamineFunctionProps {
  routes: readonly Route[];
  /** Of what the hub hands over to the stacks of routes. */
  version: string;
  records: RunRecords;
  memberRoles: MemberRoles;
  undelivered: IQueue;
  links: Links;
  /** Of all members, by the name of their stack; made when the code is. */
  templates: () => MemberTemplates;
  code: StepCode;
}

/** The function behind `kubeferry doctor` and `kubeferry members`: it takes the roles that runs take, and enters clusters beside them. */
export class ExamineFunction extends Construct {
  readonly fn: StepFunction;

  constructor(scope: Construct, id: string, props: ExamineFunctionProps) {
    super(scope, id);
    const { routes, version, records, memberRoles, undelivered, links, templates, code } = props;
    this.fn = new StepFunction(this, EXAMINE_FUNCTION.step, {
      row: EXAMINE_FUNCTION,
      code,
      beside: () => ({
        ...routesFile(routes),
        [DEPLOYED.versions]: JSON.stringify(versionsOf(routes)),
        ...routeStacksFile(routes, version),
        [TEMPLATES_FILE]: JSON.stringify(templates()),
      }),
      environment: {
        KUBEFERRY_BUCKET: records.bucket.bucketName,
        KUBEFERRY_LINKS: links.bucket.bucketName,
        KUBEFERRY_UNDELIVERED: undelivered.queueUrl,
      },
    });
    records.grantReadWrite(this.fn.role, [...(EXAMINE_FUNCTION.shares ?? [])]);
    memberRoles.grant(this.fn.role, EXAMINE_FUNCTION);
    readState(this.fn.role, records, undelivered);
    links.grantPut(this.fn.role);
    readRouteStacks(this.fn.role, routes);
  }
}

/** Route -> the version of each of its member stacks. */
function versionsOf(routes: readonly Route[]): Record<string, Record<string, string>> {
  const members = membersOf(routes).map((member) => ({ ...member, version: versionOf(member) }));
  return Object.fromEntries(
    routes.map(({ name }) => [
      name,
      Object.fromEntries(
        members
          .filter((each) => each.routes.some((route) => route.name === name))
          .map((each) => [each.side, each.version]),
      ),
    ]),
  );
}

/** What says what a clone has left: no exports, which have Secrets among them. */
const LEFT = [
  'clones/*/closed.json',
  'clones/*/evidence.json',
  'clones/*/ledger/*',
  'clones/*/left/*',
  'clones/*/superseded.json',
  'clones/*/verified.json',
  'clones/*/volumes/*',
  // What fields held is compared under this key.
  'digests/key.json',
];

/** Which clones outlived their time, what was not delivered, and how many functions may run at a time. */
function readState(role: Role, { bucket }: RunRecords, undelivered: IQueue): void {
  for (const statement of [
    {
      sid: 'ReadExpiries',
      actions: ['s3:GetObject'],
      resources: [bucket.arnForObjects('expiries/*'), bucket.arnForObjects('clones/*/clone.json')],
    },
    {
      sid: 'ListExpiries',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': ['expiries/*'] } },
    },
    // What a clone has left, and what was found when it was looked at again.
    {
      sid: 'ReadClones',
      actions: ['s3:GetObject'],
      resources: LEFT.map((key) => bucket.arnForObjects(key)),
    },
    {
      sid: 'ListClones',
      actions: ['s3:ListBucket'],
      resources: [bucket.bucketArn],
      // S3 answers 404 for a key that does not exist only to those who may list.
      conditions: { StringLikeIfExists: { 's3:prefix': [...LEFT, 'clones/*/volumes/'] } },
    },
    { sid: 'KeepChecks', actions: ['s3:PutObject'], resources: [bucket.arnForObjects('clones/*/checks/*')] },
    { sid: 'ReadConcurrency', actions: ['lambda:GetAccountSettings'], resources: ['*'] },
    { sid: 'CountUndelivered', actions: ['sqs:GetQueueAttributes'], resources: [undelivered.queueArn] },
  ]) {
    role.addToPolicy(new PolicyStatement(statement));
  }
}
