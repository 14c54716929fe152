import { AwsError, type Call, type Service } from '../../base/service.ts';

interface Quota {
  service: string;
  code: string;
  name: string;
  value: number;
  /** In the Regions that have more. */
  large?: number;
  /** False: no value was applied to the account, so that only the default is known. */
  isApplied?: boolean;
}

/**
 * Defaults of EBS (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html) and EKS
 * (https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html).
 */
const QUOTAS: readonly Quota[] = [
  { service: 'ebs', code: 'L-7A658B76', name: 'Storage for General Purpose SSD (gp3) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-D18FCD1D', name: 'Storage for General Purpose SSD (gp2) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-FD252861', name: 'Storage for Provisioned IOPS SSD (io1) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-09BD8365', name: 'Storage for Provisioned IOPS SSD (io2) volumes, in TiB', value: 20 },
  { service: 'ebs', code: 'L-82ACEF56', name: 'Storage for Throughput Optimized HDD (st1) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-17AF77E8', name: 'Storage for Cold HDD (sc1) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-9CF3C2EB', name: 'Storage for Magnetic (standard) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-309BACF6', name: 'Snapshots per Region', value: 100_000, isApplied: false },
  { service: 'ebs', code: 'L-C125AE42', name: 'GetSnapshotBlock requests per account', value: 1_000, large: 5_000 },
  { service: 'ebs', code: 'L-AFAE1BE8', name: 'PutSnapshotBlock requests per account', value: 1_000, large: 5_000 },
  { service: 'eks', code: 'L-1194D53C', name: 'Clusters', value: 100 },
];

const LARGE_REGIONS = ['us-east-1', 'us-east-2', 'us-west-2', 'ap-southeast-1', 'eu-west-1'];

/** Service Quotas: what an account may have; nobody has asked for more here. */
export function createServiceQuotas(): Service {
  return {
    signingName: 'servicequotas',
    protocol: 'json',
    jsonVersion: '1.1',
    operations: {
      GetServiceQuota: (input, call) => answerOf('GetServiceQuota', input, call, (quota) => quota.isApplied !== false),
      GetAWSDefaultServiceQuota: (input, call) => answerOf('GetAWSDefaultServiceQuota', input, call, () => true),
    },
  };
}

/**
 * https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html, and
 * API_GetAWSDefaultServiceQuota.html, whose ARN names no account.
 */
function answerOf(
  operation: 'GetServiceQuota' | 'GetAWSDefaultServiceQuota',
  input: { ServiceCode: string; QuotaCode: string },
  call: Call,
  isKnown: (quota: Quota) => boolean,
) {
  const unknown = Object.keys(input).filter((member) => !['ServiceCode', 'QuotaCode'].includes(member));
  if (unknown.length > 0) {
    throw new AwsError('UnsupportedByLocalCloud', `${operation}: ${unknown.join(', ')} is not implemented here.`, 501);
  }
  const { ServiceCode, QuotaCode } = input;
  call.authorize(`servicequotas:${operation}`, '*');
  const quota = QUOTAS.find((each) => each.service === ServiceCode && each.code === QuotaCode && isKnown(each));
  if (!quota)
    throw new AwsError('NoSuchResourceException', `The request failed because there is no quota ${QuotaCode}.`);
  const account = operation === 'GetServiceQuota' ? call.account : '';
  return {
    Quota: {
      ServiceCode,
      QuotaCode,
      QuotaName: quota.name,
      QuotaArn: `arn:aws:servicequotas:${call.region}:${account}:${ServiceCode}/${QuotaCode}`,
      Value: LARGE_REGIONS.includes(call.region) ? (quota.large ?? quota.value) : quota.value,
      Unit: 'None',
      Adjustable: true,
      GlobalQuota: false,
    },
  };
}
