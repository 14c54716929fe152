import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4, type SignatureV4Init } from '@smithy/signature-v4';
import type { FileLinks } from '../../core/base/ports/file-links.ts';
import { Sha256 } from '../sha256.ts';
import { endpointOverride } from './clients.ts';

export interface FileLinksOptions {
  bucket: string;
  region: string;
  credentials: SignatureV4Init['credentials'];
  /** How long an address is good for; not longer than the keys that it is signed with. */
  seconds: number;
}

/**
 * Presigned URLs of S3 (https://docs.aws.amazon.com/AmazonS3/latest/userguide/ShareObjectPreSignedURL.html). The payload of
 * a GET is not signed, and S3 takes the path as it is sent
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html).
 */
export function s3FileLinks({ bucket, region, credentials, seconds }: FileLinksOptions): FileLinks {
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false });
  return {
    async link(key, name) {
      const { origin, path } = placeOf(bucket, region, key);
      const request = new HttpRequest({
        method: 'GET',
        protocol: origin.protocol,
        hostname: origin.hostname,
        ...(origin.port ? { port: Number(origin.port) } : {}),
        path,
        query: { 'response-content-disposition': `attachment; filename="${name}"` },
        headers: { host: origin.host, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      });
      const { query = {} } = await signer.presign(request, { expiresIn: seconds });
      const pairs = Object.entries(query).map(([field, value]) => `${field}=${encodeURIComponent(String(value))}`);
      return `${origin.origin}${path}?${pairs.join('&')}`;
    },
  };
}

function placeOf(bucket: string, region: string, key: string) {
  const escaped = key.split('/').map(encodeURIComponent).join('/');
  const override = endpointOverride('s3');
  if (override !== undefined) return { origin: new URL(override), path: `/${bucket}/${escaped}` };
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return { origin: new URL(`https://${bucket}.s3.${region}.${suffix}`), path: `/${escaped}` };
}
