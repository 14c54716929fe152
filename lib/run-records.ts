import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** A clone lives for 90 days at most when it has a time to live, and a week is left to remove it by its ledger. */
const KEEP_RUNS = Duration.days(97);
/** A time of a schedule is delivered again within a day, and by hand within the 14 days that the queue keeps it. */
const KEEP_CLAIMS = Duration.days(30);
const KEEP_OVERWRITTEN = Duration.days(7);

/** The bucket where runs keep their requests, plans, exports, ledgers and reports, and the key that encrypts it. */
export class RunRecords extends Construct {
  readonly key: Key;
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { account, region } = Stack.of(this);
    this.key = new Key(this, 'Key', {
      alias: 'alias/kubeferry-records',
      description: 'Encrypts the records of kubeferry runs, which hold exported Secrets',
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.bucket = new Bucket(this, 'Bucket', {
      bucketName: `kubeferry-${account}-${region}`,
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        { id: 'runs', prefix: 'clones/', expiration: KEEP_RUNS },
        { id: 'residents', prefix: 'targets/', expiration: KEEP_RUNS },
        { id: 'plans', prefix: 'plans/', expiration: KEEP_RUNS },
        { id: 'claims', prefix: 'schedules/', expiration: KEEP_CLAIMS },
        { id: 'overwritten', noncurrentVersionExpiration: KEEP_OVERWRITTEN, expiredObjectDeleteMarker: true },
        { id: 'uploads', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
      removalPolicy: RemovalPolicy.RETAIN,
    });
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
        // S3 answers 404 for a key that is not there only to those who may list, and that look has no prefix
        // (https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html, "Permissions").
        conditions: { StringLikeIfExists: { 's3:prefix': under } },
      }),
      new PolicyStatement({
        sid: 'KeyOfRecords',
        actions: keyActions,
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com` } },
      }),
    ]) {
      role.addToPolicy(statement);
    }
  }
}
