/** What a copy's PresignedUrl has to say, and the call that it came with. */
export interface CopyCall {
  sourceRegion: string;
  destinationRegion: string;
  members: Record<string, string | undefined>;
  now: number;
}

/** Only these may be in the URL: EC2 makes the source Region's call from it, and fails the copy on any other. */
const SIGNED_MEMBERS = ['SourceRegion', 'SourceSnapshotId', 'DestinationRegion', 'Encrypted', 'KmsKeyId'];

/**
 * Why the URL does not stand for the call; undefined when it does. A wrong one does not fail the call but the copy, later
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html, PresignedUrl, and aws/aws-cli#917).
 */
export function faultOf(presignedUrl: string, call: CopyCall): string | undefined {
  if (!URL.canParse(presignedUrl)) return 'The PresignedUrl is not a URL';
  const query = new URL(presignedUrl).searchParams;
  return (
    signatureFault(query, call) ??
    memberFault(query, { ...call.members, DestinationRegion: call.destinationRegion, SourceRegion: call.sourceRegion })
  );
}

function signatureFault(query: URLSearchParams, { sourceRegion, now }: CopyCall): string | undefined {
  const [, , region, service] = (query.get('X-Amz-Credential') ?? '').split('/');
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256' || !query.get('X-Amz-Signature')) {
    return 'The PresignedUrl is not signed';
  }
  if (region !== sourceRegion || service !== 'ec2') {
    return `The PresignedUrl is signed for ${service} in ${region}, not for ec2 in ${sourceRegion}`;
  }
  const signedAt = Date.parse(
    (query.get('X-Amz-Date') ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );
  const validFor = Number(query.get('X-Amz-Expires')) * 1000;
  return now <= signedAt + validFor ? undefined : 'The PresignedUrl has expired';
}

function memberFault(query: URLSearchParams, members: Record<string, string | undefined>): string | undefined {
  if (query.get('Action') !== 'CopySnapshot') return 'The PresignedUrl is not for CopySnapshot';
  for (const [name, value] of query) {
    if (name === 'Action' || name === 'Version' || name.startsWith('X-Amz-')) continue;
    if (!SIGNED_MEMBERS.includes(name)) return `The PresignedUrl has the parameter ${name}`;
    if (value !== members[name]) return `The PresignedUrl has another ${name} than the call`;
  }
  const missing = SIGNED_MEMBERS.find((name) => members[name] !== undefined && !query.has(name));
  return missing && `The PresignedUrl lacks the parameter ${missing}`;
}
