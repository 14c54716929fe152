import { AwsError, type Call, type Service } from '../../base/service.ts';

/**
 * Defaults of EBS (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-resource-quotas.html) and EKS
 * (https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html).
 */
const QUOTAS = [
  { service: 'ebs', code: 'L-7A658B76', name: 'Storage for General Purpose SSD (gp3) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-D18FCD1D', name: 'Storage for General Purpose SSD (gp2) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-FD252861', name: 'Storage for Provisioned IOPS SSD (io1) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-09BD8365', name: 'Storage for Provisioned IOPS SSD (io2) volumes, in TiB', value: 20 },
  { service: 'ebs', code: 'L-82ACEF56', name: 'Storage for Throughput Optimized HDD (st1) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-17AF77E8', name: 'Storage for Cold HDD (sc1) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-9CF3C2EB', name: 'Storage for Magnetic (standard) volumes, in TiB', value: 50 },
  { service: 'ebs', code: 'L-309BACF6', name: 'Snapshots per Region', value: 100_000 },
  { service: 'eks', code: 'L-1194D53C', name: 'Clusters', value: 100 },
];

/** Service Quotas: what an account may have; nobody has asked for more here. */
export function createServiceQuotas(): Service {
  return {
    signingName: 'servicequotas',
    protocol: 'json',
    jsonVersion: '1.1',
    operations: { GetServiceQuota: (input, call) => getServiceQuota(input, call) },
  };
}

/** https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_GetServiceQuota.html */
function getServiceQuota(input: { ServiceCode: string; QuotaCode: string }, call: Call) {
  const unknown = Object.keys(input).filter((member) => !['ServiceCode', 'QuotaCode'].includes(member));
  if (unknown.length > 0) {
    throw new AwsError(
      'UnsupportedByLocalCloud',
      `GetServiceQuota: ${unknown.join(', ')} is not implemented here.`,
      501,
    );
  }
  const { ServiceCode, QuotaCode } = input;
  call.authorize('servicequotas:GetServiceQuota', '*');
  const quota = QUOTAS.find(({ service, code }) => service === ServiceCode && code === QuotaCode);
  if (!quota)
    throw new AwsError('NoSuchResourceException', `The request failed because there is no quota ${QuotaCode}.`);
  return {
    Quota: {
      ServiceCode,
      QuotaCode,
      QuotaName: quota.name,
      QuotaArn: `arn:aws:servicequotas:${call.region}:${call.account}:${ServiceCode}/${QuotaCode}`,
      Value: quota.value,
      Unit: 'None',
      Adjustable: true,
      GlobalQuota: false,
    },
  };
}
