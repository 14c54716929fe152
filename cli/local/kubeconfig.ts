import { stringify } from 'yaml';

/** A cluster of the local cloud, with the credential of its own administrator. */
export interface LocalCluster {
  name: string;
  endpoint: string;
  /** PEM. */
  certificateAuthority: string;
  admin: { token: string } | { cert: string; key: string };
}

/** A kubeconfig with one context, for kubectl and every other client (client.authentication is in it: nothing is run). */
export function kubeconfigOf({ name, endpoint, certificateAuthority, admin }: LocalCluster): string {
  const base64 = (pem: string) => Buffer.from(pem).toString('base64');
  const user =
    'token' in admin
      ? { token: admin.token }
      : { 'client-certificate-data': base64(admin.cert), 'client-key-data': base64(admin.key) };
  const context = `kubeferry-local-${name}`;
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    clusters: [
      { name: context, cluster: { server: endpoint, 'certificate-authority-data': base64(certificateAuthority) } },
    ],
    users: [{ name: context, user }],
    contexts: [{ name: context, context: { cluster: context, user: context } }],
  });
}
