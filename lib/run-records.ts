import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AnyPrincipal, Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { EXPORTS, type ExportKind, exportsKey, MOVED } from '../core/base/run/keys.ts';

/** A clone lives for 90 days at most when it has a time to live, and a week is left to remove it by its ledger. */
const KEEP_RUNS = Duration.days(97);
/** A time of a schedule is delivered again within a day, and by hand within the 14 days that the queue keeps it. */
const KEEP_CLAIMS = Duration.days(30);
/** A look at a source is good for minutes. */
const KEEP_SURVEYS = Duration.days(1);
/** A share of an account's requests is held for a minute. */
const KEEP_SHARES = Duration.days(1);
/** A year back from the month that is under way. */
const KEEP_COSTS = Duration.days(400);
const KEEP_OVERWRITTEN = Duration.days(7);
/** As long as a run that was stopped can be redriven (https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html). */
const KEEP_EXPORTS = Duration.days(14);
/** A plan's export is of no use once its function has ended. */
const KEEP_PLAN_EXPORTS = Duration.days(1);
const KEEP_REMOVED_EXPORTS = Duration.days(1);

/**
 * Kept when the stack is deleted, since nobody can make it again; but not when its first deployment fails, which leaves nothing
 * in it and would be in the way of the next
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html, RetainExceptOnCreate).
 */
const KEEP = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** What a function does with whole objects, by their kind. */
export interface ExportRights {
  reads?: readonly ExportKind[];
  writes?: readonly ExportKind[];
  removes?: readonly ExportKind[];
}

/**
 * The bucket where runs keep their requests, plans, exports, ledgers and reports, and the keys that encrypt it: one for
 * records, and one for whole objects, which have Secrets among them.
 */
export class RunRecords extends Construct {
  readonly key: Key;
  readonly exportsKey: Key;
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      alias: 'alias/kubeferry-records',
      description: 'Encrypts the records of kubeferry runs',
      enableKeyRotation: true,
      removalPolicy: KEEP,
    });
    this.exportsKey = new Key(this, 'ExportsKey', {
      alias: 'alias/kubeferry-exports',
      description: 'Encrypts whole objects of kubeferry runs, Secrets among them',
      enableKeyRotation: true,
      removalPolicy: KEEP,
    });
    this.bucket = new Bucket(this, 'Bucket', {
      // No name of its own: what an earlier stack has left must not be in the way of a new one.
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        { id: 'runs', prefix: 'clones/', expiration: KEEP_RUNS },
        ...expirations({
          plan: KEEP_PLAN_EXPORTS,
          source: KEEP_EXPORTS,
          translated: KEEP_RUNS,
          former: KEEP_RUNS,
          capture: KEEP_RUNS,
          backup: KEEP_EXPORTS,
          mover: KEEP_EXPORTS,
        }),
        { id: 'moved', prefix: MOVED, expiration: KEEP_EXPORTS, noncurrentVersionExpiration: KEEP_REMOVED_EXPORTS },
        { id: 'removed-exports', prefix: EXPORTS, noncurrentVersionExpiration: KEEP_REMOVED_EXPORTS },
        { id: 'residents', prefix: 'targets/', expiration: KEEP_RUNS },
        { id: 'surveys', prefix: 'surveys/', expiration: KEEP_SURVEYS },
        { id: 'pace', prefix: 'pace/', expiration: KEEP_SHARES },
        { id: 'plans', prefix: 'plans/', expiration: KEEP_RUNS },
        { id: 'costs', prefix: 'costs/', expiration: KEEP_COSTS },
        { id: 'claims', prefix: 'schedules/', expiration: KEEP_CLAIMS },
        { id: 'overwritten', noncurrentVersionExpiration: KEEP_OVERWRITTEN, expiredObjectDeleteMarker: true },
        { id: 'uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: KEEP,
    });
    this.bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'ExportsUnderTheirOwnKey',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:PutObject'],
        resources: [this.bucket.arnForObjects(`${EXPORTS}*`)],
        conditions: {
          StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': this.exportsKey.keyArn },
        },
      }),
    );
  }

  /** Whole objects, kind by kind: who removes them cannot read them, and who lists them sees names alone. */
  grantExports(role: Role, { reads = [], writes = [], removes = [] }: ExportRights): void {
    const objects = (kinds: readonly ExportKind[]) =>
      kinds.map((kind) => this.bucket.arnForObjects(`${exportsKey(kind)}*`));
    const kinds = [...new Set([...reads, ...writes, ...removes])];
    const keyActions = [
      ...(reads.length > 0 ? ['kms:Decrypt'] : []),
      ...(writes.length > 0 ? ['kms:GenerateDataKey'] : []),
    ];
    for (const [sid, actions, resources] of [
      ['ReadExports', ['s3:GetObject'], objects(reads)],
      ['WriteExports', ['s3:PutObject'], objects(writes)],
      // A writer removes what an earlier attempt has left.
      ['RemoveExports', ['s3:DeleteObject'], objects([...new Set([...writes, ...removes])])],
    ] as const) {
      if (resources.length > 0)
        role.addToPolicy(new PolicyStatement({ sid, actions: [...actions], resources: [...resources] }));
    }
    this.grantListExports(role, kinds);
    if (keyActions.length > 0) role.addToPolicy(this.useOfKey('KeyOfExports', this.exportsKey, keyActions));
  }

  /** Names alone: what an ItemReader needs that hands them to a function. */
  grantListExports(role: Role, kinds: readonly ExportKind[]): void {
    role.addToPolicy(
      new PolicyStatement({
        sid: 'ListExports',
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        conditions: { StringLikeIfExists: { 's3:prefix': kinds.map((kind) => `${exportsKey(kind)}*`) } },
      }),
    );
  }

  /** Reads, writes and deletes under the prefixes, and lists what is there; nothing else of the bucket. */
  grantReadWrite(role: Role, prefixes: string[]): void {
    this.grant(
      role,
      prefixes,
      ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      ['kms:Decrypt', 'kms:GenerateDataKey'],
    );
  }

  /** Reads and lists under the prefixes: what an ItemReader does. */
  grantRead(role: Role, prefixes: string[]): void {
    this.grant(role, prefixes, ['s3:GetObject'], ['kms:Decrypt']);
  }

  private grant(role: Role, prefixes: string[], objectActions: string[], keyActions: string[]): void {
    const under = prefixes.map((prefix) => `${prefix}*`);
    for (const statement of [
      new PolicyStatement({
        sid: 'Records',
        actions: objectActions,
        resources: under.map((prefix) => this.bucket.arnForObjects(prefix)),
      }),
      new PolicyStatement({
        sid: 'ListRecords',
        actions: ['s3:ListBucket'],
        resources: [this.bucket.bucketArn],
        // S3 answers 404 for a key that does not exist only to those who may list, and that look has no prefix
        // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions").
        conditions: { StringLikeIfExists: { 's3:prefix': under } },
      }),
      this.useOfKey('KeyOfRecords', this.key, keyActions),
    ]) {
      role.addToPolicy(statement);
    }
  }

  private useOfKey(sid: string, key: Key, actions: string[]): PolicyStatement {
    return new PolicyStatement({
      sid,
      actions,
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com` } },
    });
  }
}

const expirations = (days: Record<ExportKind, Duration>) =>
  Object.entries(days).map(([kind, expiration]) => ({
    id: `exports-${kind}`,
    prefix: exportsKey(kind as ExportKind),
    expiration,
  }));
