/** A deployed function, as the template describes it. */
export interface FunctionSpec {
  name: string;
  account: string;
  region: string;
  roleArn: string;
  /** Folder of the bundled code. */
  codeFolder: string;
  /** `index.handler`. */
  handler: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMegabytes: number;
  logGroup?: string;
  /** Left out: outside of any VPC. */
  network?: FunctionNetwork;
}

/** Where a function in a VPC stands (https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html). */
export interface FunctionNetwork {
  subnetIds: string[];
  securityGroupIds: string[];
}

export interface InvocationResult {
  /** JSON, of the answer or of the error. */
  payload: string;
  /** Set when the function threw or was ended. */
  functionError?: 'Unhandled';
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: synchronous, each way. */
export const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

export const functionArn = ({ account, region, name }: Pick<FunctionSpec, 'account' | 'region' | 'name'>) =>
  `arn:aws:lambda:${region}:${account}:function:${name}`;

export function failure(errorType: string, errorMessage: string): InvocationResult {
  return { payload: JSON.stringify({ errorType, errorMessage }), functionError: 'Unhandled' };
}
