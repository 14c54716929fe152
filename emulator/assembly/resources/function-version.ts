import { functionArn } from '../../aws/lambda/function.ts';
import { type NewResource, resourceType } from '../template/resource.ts';

export const functionVersion = resourceType({
  type: 'AWS::Lambda::Version',
  uses: ['FunctionName'],
  keeps: ['Description', 'CodeSha256'],
  make(resource, { lambda }) {
    const arn = arnOf(resource);
    const Version = lambda.publishVersion(arn);
    return { ref: `${arn}:${Version}`, attributes: { Version, FunctionArn: `${arn}:${Version}` } };
  },
});

/** The function that FunctionName names: a name or an ARN. */
export function arnOf({ account, region, properties }: NewResource): string {
  const name: string = properties.FunctionName;
  return name.startsWith('arn:') ? name : functionArn({ account, region, name });
}
