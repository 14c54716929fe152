import { AwsError } from '../../base/service.ts';

export interface Bucket {
  size: number;
  refillPerSecond: number;
}

/** Token buckets per account, Region and action (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html). */
export const BUCKETS = {
  resource: { size: 100, refillPerSecond: 5 },
  tags: { size: 100, refillPerSecond: 10 },
  /** Not listed by name, hence the one of all other mutating actions. */
  mutating: { size: 50, refillPerSecond: 5 },
  describe: { size: 100, refillPerSecond: 20 },
  /** DescribeSnapshots, DescribeVolumes and DescribeInstances without ids, filters or pages. */
  unfiltered: { size: 50, refillPerSecond: 10 },
} as const satisfies Record<string, Bucket>;

/** Takes a token, or throws what `refuse` makes. */
export type Throttle = (key: string, bucket: Bucket, now: number) => void;

/** Buckets in memory, refilled as the clock goes. */
export function createThrottle(refuse: () => AwsError = requestLimitExceeded): Throttle {
  const levels = new Map<string, { tokens: number; at: number }>();
  return (key, bucket, now) => {
    const level = levels.get(key) ?? { tokens: bucket.size, at: now };
    const refilled = (Math.max(0, now - level.at) / 1000) * bucket.refillPerSecond;
    const tokens = Math.min(bucket.size, level.tokens + refilled);
    if (tokens < 1) {
      levels.set(key, { tokens, at: now });
      throw refuse();
    }
    levels.set(key, { tokens: tokens - 1, at: now });
  };
}

const requestLimitExceeded = () => new AwsError('RequestLimitExceeded', 'Request limit exceeded.', 503);
