/** Add-ons with versions, newest first, as `aws eks describe-addon-versions` lists them; `kube-proxy` follows the cluster. */
const VERSIONS: Record<string, { version: string; from: number; to: number }[]> = {
  'vpc-cni': [
    { version: 'v1.21.1-eksbuild.1', from: 31, to: 37 },
    { version: 'v1.20.4-eksbuild.2', from: 31, to: 36 },
  ],
  coredns: [
    { version: 'v1.13.1-eksbuild.1', from: 34, to: 37 },
    { version: 'v1.12.3-eksbuild.1', from: 31, to: 35 },
  ],
  'kube-proxy': [37, 36, 35, 34, 33, 32, 31].map((minor) => ({
    version: `v1.${minor}.0-eksbuild.1`,
    from: minor,
    to: minor,
  })),
  'aws-ebs-csi-driver': [{ version: 'v1.64.0-eksbuild.1', from: 31, to: 37 }],
  'aws-efs-csi-driver': [{ version: 'v2.1.13-eksbuild.1', from: 31, to: 37 }],
  'eks-pod-identity-agent': [{ version: 'v1.3.10-eksbuild.1', from: 31, to: 37 }],
  'snapshot-controller': [{ version: 'v8.3.0-eksbuild.1', from: 31, to: 37 }],
  'metrics-server': [{ version: 'v0.8.0-eksbuild.3', from: 31, to: 37 }],
};

export const knowsAddon = (name: string) => Object.hasOwn(VERSIONS, name);

/** Those that support a Kubernetes version such as `1.36`; the newest of them is the default. */
export function addonVersionsFor(name: string, kubernetes: string): { version: string; isDefault: boolean }[] {
  const minor = Number(kubernetes.split('.')[1]);
  return (VERSIONS[name] ?? [])
    .filter(({ from, to }) => from <= minor && minor <= to)
    .map(({ version }, at) => ({ version, isDefault: at === 0 }));
}

export const ADDON_NAMES = Object.keys(VERSIONS);

/** Service accounts that take a role, as `aws eks describe-addon-configuration` lists them under `podIdentityConfiguration`. */
const ACCOUNTS: Record<string, string[]> = {
  'vpc-cni': ['aws-node'],
  'aws-ebs-csi-driver': ['ebs-csi-controller-sa'],
  'aws-efs-csi-driver': ['efs-csi-controller-sa'],
};
export const accountsOf = (name: string) => ACCOUNTS[name] ?? [];
