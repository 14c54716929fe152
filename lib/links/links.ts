import { Duration } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Route } from '../../core/base/request/route.ts';
import { templateKey } from '../../core/base/run/links/published.ts';
import { memberStackName } from '../../core/base/run/names.ts';
import { type MemberPlace, membersOf, unique } from '../members.ts';
import { plainBucket } from '../plain-bucket.ts';

/** They are put there again whenever somebody looks at the members of a route. */
/** That the policy of the bucket names one by one: it has 20,480 bytes (https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html). */
const MOST_ACCOUNTS = 20;
const KEEP_TEMPLATES = Duration.days(7);

/**
 * Where the templates of members lie for the accounts that they are for: CloudFormation reads a template with the rights of
 * whoever opens the link to it. A template has no secret; an ExternalId is none
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html).
 */
export class Links extends Construct {
  readonly bucket: Bucket;
  private readonly members: readonly MemberPlace[];

  constructor(scope: Construct, id: string, { routes }: { routes: readonly Route[] }) {
    super(scope, id);
    // The templates are gone, and the bucket empty, a week after the stack.
    this.bucket = plainBucket(this, [{ id: 'templates', expiration: KEEP_TEMPLATES }]);
    this.members = membersOf(routes);
    const accounts = unique(this.members.map((member) => member.account));
    if (accounts.length > MOST_ACCOUNTS) this.grantEachItsOwn(accounts);
    else for (const account of accounts) this.grantTo(account);
  }

  private grantTo(account: string): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: `TemplatesOf${account}`,
        principals: [new AccountPrincipal(account)],
        actions: ['s3:GetObject'],
        resources: this.templatesOf(this.members.filter((member) => member.account === account)),
      }),
    );
  }

  /** The name of a member's stack has its account. */
  private grantEachItsOwn(accounts: readonly string[]): void {
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'TemplatesOfEachAccount',
        principals: accounts.map((account) => new AccountPrincipal(account)),
        actions: ['s3:GetObject'],
        resources: (['source', 'target'] as const).map((side) =>
          this.bucket.arnForObjects(templateKey(memberStackName(side, `\${aws:PrincipalAccount}`, '*'))),
        ),
      }),
    );
  }

  /** To put templates there, and nothing else. */
  grantPut(role: Role): void {
    role.addToPolicy(
      new PolicyStatement({
        sid: 'PutTemplates',
        actions: ['s3:PutObject'],
        resources:
          this.members.length > MOST_ACCOUNTS
            ? [this.bucket.arnForObjects(templateKey('*'))]
            : this.templatesOf(this.members),
      }),
    );
  }

  private templatesOf(members: readonly MemberPlace[]): string[] {
    return members.map(({ stackName }) => this.bucket.arnForObjects(templateKey(stackName)));
  }
}
