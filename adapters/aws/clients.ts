import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
  expiration?: Date;
}

/** Where calls go, and as whom. Without credentials: the function's own; without a Region: the function's own. */
export interface Where {
  region?: string;
  credentials?: () => Promise<AwsCredentials>;
}

const KEEP_ALIVE = { keepAlive: true, maxSockets: 64 };

/** One pool of connections for all clients of a function: it outlives an invocation. Idle sockets do not hold the process. */
const requestHandler = new NodeHttpHandler({
  httpAgent: new HttpAgent(KEEP_ALIVE),
  httpsAgent: new HttpsAgent(KEEP_ALIVE),
  // The wait for a free connection counts, too.
  connectionTimeout: 15_000,
  requestTimeout: 30_000,
});

/**
 * The options of every SDK client. Retries are the standard mode's three attempts, for blips only: adaptive mode
 * would delay calls by a bucket of its own, and the state machine waits between longer attempts.
 */
export function clientConfig(where: Where = {}) {
  return {
    ...(where.region ? { region: where.region } : {}),
    ...(where.credentials ? { credentials: where.credentials } : {}),
    requestHandler,
    retryMode: 'standard' as const,
    maxAttempts: 3,
  };
}

/** The endpoint that replaces all of AWS, or one service (`AWS_ENDPOINT_URL_EC2`), as the SDK itself reads it. */
export function endpointOverride(service: string): string | undefined {
  return process.env[`AWS_ENDPOINT_URL_${service.toUpperCase()}`] || process.env.AWS_ENDPOINT_URL || undefined;
}

/**
 * IAM is one service for all Regions of a partition, and is signed for one of them
 * (https://docs.aws.amazon.com/general/latest/gr/iam-service.html).
 */
export function iamEndpoint(region: string): { url: URL; signedFor: string } {
  const [host, signedFor] = region.startsWith('cn-')
    ? ['iam.cn-north-1.amazonaws.com.cn', 'cn-north-1']
    : region.startsWith('us-gov-')
      ? ['iam.us-gov.amazonaws.com', 'us-gov-west-1']
      : ['iam.amazonaws.com', 'us-east-1'];
  return { url: new URL(endpointOverride('iam') ?? `https://${host}`), signedFor };
}

/** `https://ec2.eu-west-1.amazonaws.com`, or the override. */
export function endpointOf(service: string, region: string): URL {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return new URL(endpointOverride(service) ?? `https://${service}.${region}.${suffix}`);
}
