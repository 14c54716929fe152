import type { KeyPair } from './pki.ts';

/** A kubeconfig as JSON, which every Kubernetes binary reads. */
export function kubeconfig(server: string, ca?: string, user?: KeyPair): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const cluster = { server, ...(ca ? { 'certificate-authority-data': base64(ca) } : {}) };
  const credentials = user ? { 'client-certificate-data': base64(user.cert), 'client-key-data': base64(user.key) } : {};
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'default',
    clusters: [{ name: 'default', cluster }],
    users: [{ name: 'default', user: credentials }],
    contexts: [{ name: 'default', context: { cluster: 'default', user: 'default' } }],
  });
}
