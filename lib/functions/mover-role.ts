import { Stack } from 'aws-cdk-lib';
import { ArnPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { moverOf } from '../../core/base/request/mover.ts';
import type { Route } from '../../core/base/request/route.ts';
import { ROLE } from '../../core/base/run/names.ts';
import { MovedFiles } from '../permissions/moved-files.ts';
import type { RunRecords } from '../run-records.ts';

/** Whether a route lets its runs make Jobs in its source. */
export const allowsMovers = ({ source }: Pick<Route, 'source'>): boolean => moverOf(source) !== undefined;

/**
 * What a Job in a source may do at most: only the function that makes such Jobs takes it, and narrows each session to the folder of
 * one run and claim.
 */
export class MoverRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, { records, by }: { records: RunRecords; by: Role }) {
    super(scope, id);
    this.role = new Role(this, 'Role', {
      roleName: ROLE.mover,
      description: 'Jobs that copy files in a source: each in a session of its own folder',
      assumedBy: new ArnPrincipal(by.roleArn),
      inlinePolicies: { moved: new MovedFiles(records) },
    });
    const { account, partition } = Stack.of(this);
    // Written out: its trust names the other role, and two that refer to each other would be a circle.
    const arn = `arn:${partition}:iam::${account}:role/${ROLE.mover}`;
    by.addToPolicy(new PolicyStatement({ sid: 'TakeMoverRole', actions: ['sts:AssumeRole'], resources: [arn] }));
  }
}
