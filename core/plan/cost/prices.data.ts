/**
 * Dollars, without the free tiers: list prices of us-east-1, which differ by some per cent in other Regions.
 * https://aws.amazon.com/ebs/pricing/, https://aws.amazon.com/ec2/pricing/on-demand/ (data transfer),
 * https://aws.amazon.com/step-functions/pricing/, https://aws.amazon.com/lambda/pricing/ (arm64), https://aws.amazon.com/s3/pricing/
 */
export const PRICES = {
  transferPerGiB: 0.02,
  /** To the internet, of the first 10 TB a month; more costs less. */
  internetPerGiB: 0.09,
  /** $0.05 a GB-month of 730 hours. */
  snapshotPerGiBHour: 0.05 / 730,
  /** Of a volume that is filled at a rate of its own: EBS charges the whole data of the snapshot; this is the price of 300 MiB/s. */
  initializedGiB: 0.0036,
  blockRead: 0.003 / 1000,
  blockWritten: 0.006 / 1000,
  blockListing: 0.0006 / 1000,
  transition: 0.025 / 1000,
  functionCall: 0.2 / 1_000_000,
  functionGiBSecond: 0.0000133334,
  recordWritten: 0.005 / 1000,
  recordRead: 0.0004 / 1000,
  /** What an idle installation costs: https://aws.amazon.com/kms/pricing/, https://aws.amazon.com/cloudwatch/pricing/. */
  keyMonth: 1,
  alarmMetricMonth: 0.1,
} as const;
