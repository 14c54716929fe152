import { checkPolicy } from '../../aws/iam/check-policy.ts';
import { resourceType } from '../template/resource.ts';

export const bucketPolicy = resourceType({
  type: 'AWS::S3::BucketPolicy',
  uses: ['Bucket', 'PolicyDocument'],
  make({ properties, generatedName }, { s3 }) {
    const bucket = s3.bucket(properties.Bucket);
    if (!bucket) throw new Error(`there is no bucket '${properties.Bucket}'.`);
    checkPolicy(`policy of the bucket '${properties.Bucket}'`, properties.PolicyDocument);
    bucket.policy = properties.PolicyDocument;
    return { ref: generatedName };
  },
});
