/** How long a whole test takes at most, with two clusters to make and to remove. */
export const HOURS = 2;

/** Dollars an hour, list prices of us-east-1 in 2026; other Regions are up to twice as expensive. */
export const HOURLY: readonly {
  what: string;
  dollars: number;
  source: string;
  of: 'clusters' | 'volumes' | 'aks' | 'disks';
}[] = [
  { what: '2 EKS control planes', dollars: 0.2, source: 'https://aws.amazon.com/eks/pricing/', of: 'clusters' },
  {
    what: '2 nodes t4g.medium with 20 GiB each',
    dollars: 0.072,
    source: 'https://aws.amazon.com/ec2/pricing/on-demand/',
    of: 'clusters',
  },
  { what: '2 public IPv4 addresses', dollars: 0.01, source: 'https://aws.amazon.com/vpc/pricing/', of: 'clusters' },
  { what: '3 volumes of 1 GiB', dollars: 0.001, source: 'https://aws.amazon.com/ebs/pricing/', of: 'volumes' },
  { what: '3 KMS keys', dollars: 0.005, source: 'https://aws.amazon.com/kms/pricing/', of: 'volumes' },
  {
    what: 'a node Standard_D2s_v5 of AKS with its disk of 128 GiB',
    dollars: 0.16,
    source: 'https://azure.microsoft.com/pricing/details/virtual-machines/linux/',
    of: 'aks',
  },
  {
    what: 'its load balancer and public IPv4 address',
    dollars: 0.03,
    source: 'https://azure.microsoft.com/pricing/details/load-balancer/',
    of: 'aks',
  },
  {
    what: 'a managed disk of 1 GiB',
    dollars: 0.001,
    source: 'https://azure.microsoft.com/pricing/details/managed-disks/',
    of: 'disks',
  },
];

/** What is billed by use: snapshots of 64 MiB, blocks, transitions, functions, requests. */
export const BY_USE = 0.05;
