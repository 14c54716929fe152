import { resourceType } from '../template/resource.ts';

export const bucket = resourceType({
  type: 'AWS::S3::Bucket',
  uses: ['BucketName', 'BucketEncryption', 'VersioningConfiguration'],
  // Objects of this cloud live for one run: nothing expires, and nothing is public.
  keeps: ['LifecycleConfiguration', 'OwnershipControls', 'PublicAccessBlockConfiguration', 'Tags'],
  make({ account, region, properties, generatedName }, { s3 }) {
    const encryption = properties.BucketEncryption?.ServerSideEncryptionConfiguration?.[0];
    const made = s3.createBucket({
      name: properties.BucketName ?? generatedName.toLowerCase(),
      account,
      region,
      kmsKeyArn: encryption?.ServerSideEncryptionByDefault?.KMSMasterKeyID,
      versioned: properties.VersioningConfiguration?.Status === 'Enabled',
    });
    return { ref: made.name, attributes: { Arn: made.arn, DomainName: `${made.name}.s3.amazonaws.com` } };
  },
});
