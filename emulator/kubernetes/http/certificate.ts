import { generate } from 'selfsigned';

export interface ServerCertificate {
  /** PEM of the authority that clients trust. */
  certificateAuthority: string;
  cert: string;
  key: string;
}

/** A certificate for https://127.0.0.1 (and its names) that is its own authority, as kubeconfigs carry one. */
export async function makeCertificate(clusterName: string, hostnames: string[] = []): Promise<ServerCertificate> {
  const names = [{ name: 'commonName', value: `kube-apiserver ${clusterName}` }];
  const { cert, private: key } = await generate(names, {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          { type: 2, value: 'localhost' },
          { type: 2, value: 'kubernetes.default.svc' },
          ...hostnames.map((value) => ({ type: 2 as const, value })),
        ],
      },
    ],
  });
  return { certificateAuthority: cert, cert, key };
}
