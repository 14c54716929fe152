import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../sha256.ts';

const CLUSTER_HEADER = 'x-k8s-aws-id';

export interface EksTokenOptions {
  /** Region of the cluster: STS is asked there. */
  region: string;
  /** Name of the cluster, which the token is good for alone. */
  cluster: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  now: Date;
}

/**
 * A bearer token for one EKS cluster: a GetCallerIdentity call, presigned here and sent by the cluster. No call is
 * made. EKS takes it for 15 minutes from `now`
 * (https://github.com/kubernetes-sigs/aws-iam-authenticator#api-authorization-from-outside-a-cluster).
 */
export async function eksToken({ region, cluster, credentials, now }: EksTokenOptions): Promise<string> {
  const signer = new SignatureV4({ service: 'sts', region, credentials, sha256: Sha256 });
  const hostname = `sts.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
  const request = new HttpRequest({
    protocol: 'https:',
    hostname,
    method: 'GET',
    path: '/',
    query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    headers: { host: hostname, [CLUSTER_HEADER]: cluster },
  });
  const signed = await signer.presign(request, {
    // As aws-cli does; the authenticator counts its own 15 minutes.
    expiresIn: 60,
    signingDate: now,
    unhoistableHeaders: new Set([CLUSTER_HEADER]),
  });
  const query = new URLSearchParams(signed.query as Record<string, string>);
  const url = `https://${hostname}/?${query}`;
  return `k8s-aws-v1.${Buffer.from(url, 'utf8').toString('base64url')}`;
}
