import { generateKeyPairSync } from 'node:crypto';
import { generate } from 'selfsigned';

export interface KeyPair {
  /** PEM. */
  cert: string;
  key: string;
}

export interface Pki {
  ca: KeyPair;
  apiServer: KeyPair;
  /** Group `system:masters`, which no authorizer is asked about. */
  admin: KeyPair;
  serviceAccounts: { privateKey: string; publicKey: string };
}

/** Everything that a control plane on 127.0.0.1 signs with, good for a day. */
export async function makePki(): Promise<Pki> {
  const ca = await issue(
    'kubeferry test CA',
    [],
    [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  );
  const apiServer = await issue(
    'kube-apiserver',
    [],
    [
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 7, ip: '127.0.0.1' },
          { type: 2, value: 'kubernetes.default.svc' },
        ],
      },
    ],
    ca,
  );
  const admin = await issue('kubernetes-admin', ['system:masters'], [{ name: 'extKeyUsage', clientAuth: true }], ca);
  const serviceAccounts = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { ca, apiServer, admin, serviceAccounts };
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;

async function issue(name: string, groups: string[], extensions: Extensions, ca?: KeyPair): Promise<KeyPair> {
  const subject = [
    ...groups.map((value) => ({ name: 'organizationName', value })),
    { name: 'commonName', value: name },
  ];
  const notAfterDate = new Date(Date.now() + 24 * 3_600_000);
  const pems = await generate(subject, {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate,
    extensions,
    ...(ca ? { ca } : {}),
  });
  return { cert: pems.cert, key: pems.private };
}
