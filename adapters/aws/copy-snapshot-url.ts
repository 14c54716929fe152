import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { Sha256 } from '../sha256.ts';
import { endpointOf } from './clients.ts';
import type { MemberSession } from './member.ts';

const EXPIRES_SECONDS = 3_600;

export interface CopySnapshotCall {
  SourceRegion: string;
  SourceSnapshotId: string;
  DestinationRegion: string;
  KmsKeyId: string;
}

/**
 * The PresignedUrl of a CopySnapshot: the same call, signed for the source Region
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html).
 * Built here because the SDK's own has every input as a string, so that tags become `TagSpecifications=[object Object]`.
 */
export async function copySnapshotUrl(session: MemberSession, call: CopySnapshotCall): Promise<string> {
  const endpoint = endpointOf('ec2', call.SourceRegion);
  const signer = new SignatureV4({
    credentials: session.credentials,
    region: call.SourceRegion,
    service: 'ec2',
    sha256: Sha256,
  });
  const request = new HttpRequest({
    method: 'GET',
    protocol: endpoint.protocol,
    hostname: endpoint.hostname,
    path: '/',
    headers: { host: endpoint.host },
    query: { Action: 'CopySnapshot', Version: '2016-11-15', Encrypted: 'true', ...call },
  });
  const { query = {} } = await signer.presign(request, { expiresIn: EXPIRES_SECONDS });
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return `${endpoint.protocol}//${endpoint.host}/?${pairs.join('&')}`;
}
