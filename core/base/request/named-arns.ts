import type { NewCluster } from './route.ts';

/** Every ARN of the target that a route names for a new cluster, each once: what the run may hand over or look at. */
export function namedArns({ roleArn, nodeRoleArn, podExecutionRoleArn, map }: NewCluster): string[] {
  const named = [roleArn, nodeRoleArn, podExecutionRoleArn, ...Object.values(map)];
  return [...new Set(named.flatMap((value) => (value?.startsWith('arn:') ? value : [])))];
}

export const isRoleArn = (arn: string) => /^arn:[^:]+:iam::\d{12}:role\//.test(arn);
export const isKeyArn = (arn: string) => /^arn:[^:]+:kms:/.test(arn);
