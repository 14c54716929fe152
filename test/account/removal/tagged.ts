import { EC2Client, paginateDescribeSnapshots, paginateDescribeVolumes } from '@aws-sdk/client-ec2';
import { jsonCall } from '../../../adapters/aws/json-call.ts';
import type { CallPlace } from '../../../adapters/aws/plain-call.ts';
import { CLAIMS, TEST_TAG } from '../names.ts';

/** What the test makes has its own tag; what a run makes, that of the claim, whose namespace is the test's alone. */
const TAGS = [TEST_TAG, ...CLAIMS.map((value) => ({ key: 'kubeferry:claim', value }))];

interface Page {
  ResourceTagMappingList?: { ResourceARN: string }[];
  PaginationToken?: string;
}

/** ARNs of everything in the Region that bears one of the tags of the test. */
export async function findTagged(place: CallPlace): Promise<string[]> {
  const found = new Set<string>();
  for (const tag of TAGS) {
    for await (const arn of listed(place, tag)) found.add(arn);
    for await (const arn of inEc2(place, tag)) found.add(arn);
  }
  return [...found].sort();
}

type Tag = (typeof TAGS)[number];

/**
 * Of all services (https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html); what has
 * just gone may be among them for a while.
 */
async function* listed(place: CallPlace, { key, value }: Tag): AsyncGenerator<string> {
  let PaginationToken = '';
  do {
    const input = { TagFilters: [{ Key: key, Values: [value] }], ...(PaginationToken ? { PaginationToken } : {}) };
    const page: Page = await jsonCall(place, 'tagging', 'ResourceGroupsTaggingAPI_20170126.GetResources', input);
    // EC2 itself knows better what of its own is there.
    for (const { ResourceARN } of page.ResourceTagMappingList ?? [])
      if (!/:(volume|snapshot)\//.test(ResourceARN)) yield ResourceARN;
    PaginationToken = page.PaginationToken ?? '';
  } while (PaginationToken);
}

async function* inEc2(place: CallPlace, { key, value }: Tag): AsyncGenerator<string> {
  const client = new EC2Client(place);
  const Filters = [{ Name: `tag:${key}`, Values: [value] }];
  const arn = (what: string) => `arn:aws:ec2:${place.region}::${what}`;
  for await (const { Volumes = [] } of paginateDescribeVolumes({ client }, { Filters }))
    for (const { VolumeId } of Volumes) yield arn(`volume/${VolumeId}`);
  for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client }, { Filters, OwnerIds: ['self'] }))
    for (const { SnapshotId } of Snapshots) yield arn(`snapshot/${SnapshotId}`);
}
