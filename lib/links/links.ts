import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Route } from '../../core/base/request/route.ts';
import { templateKey } from '../../core/base/run/links/published.ts';
import { type MemberPlace, membersOf, unique } from '../members.ts';

/** They are put there again whenever somebody looks at the members of a route. */
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
    this.bucket = new Bucket(this, 'Bucket', {
      // Without a key of ours, which other accounts would need a right to.
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: [
        { id: 'templates', expiration: KEEP_TEMPLATES },
        { id: 'uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      // CloudFormation deletes no bucket with something in it; it is empty a week later.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    this.members = membersOf(routes);
    for (const account of unique(this.members.map((member) => member.account))) {
      this.bucket.addToResourcePolicy(
        new PolicyStatement({
          sid: `TemplatesOf${account}`,
          principals: [new AccountPrincipal(account)],
          actions: ['s3:GetObject'],
          resources: this.templatesOf(this.members.filter((member) => member.account === account)),
        }),
      );
    }
  }

  /** To put templates there, and nothing else. */
  grantPut(role: Role): void {
    role.addToPolicy(
      new PolicyStatement({
        sid: 'PutTemplates',
        actions: ['s3:PutObject'],
        resources: this.templatesOf(this.members),
      }),
    );
  }

  private templatesOf(members: readonly MemberPlace[]): string[] {
    return members.map(({ stackName }) => this.bucket.arnForObjects(templateKey(stackName)));
  }
}
