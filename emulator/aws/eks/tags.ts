import * as z from 'zod';
import { AwsError } from '../../base/service.ts';
import { type EksCall, requestTags, resourceTags } from './operation.ts';
import { clustersIn, type Tags } from './state.ts';

export const TagResource = z.strictObject({ resourceArn: z.string(), tags: z.record(z.string(), z.string()) });
export const UntagResource = z.strictObject({
  resourceArn: z.string(),
  tagKeys: z.union([z.string().transform((key) => [key]), z.array(z.string())]),
});
export const ListTagsForResource = z.strictObject({ resourceArn: z.string() });

export function tagResource({ resourceArn, tags }: z.output<typeof TagResource>, eks: EksCall) {
  const thing = taggable(resourceArn, eks);
  eks.call.authorize('eks:TagResource', resourceArn, { ...resourceTags(thing.tags), ...requestTags(tags) });
  thing.tags = { ...thing.tags, ...tags };
  return {};
}

export function untagResource({ resourceArn, tagKeys }: z.output<typeof UntagResource>, eks: EksCall) {
  const thing = taggable(resourceArn, eks);
  eks.call.authorize('eks:UntagResource', resourceArn, { ...resourceTags(thing.tags), 'aws:TagKeys': tagKeys });
  thing.tags = Object.fromEntries(Object.entries(thing.tags).filter(([key]) => !tagKeys.includes(key)));
  return {};
}

export function listTagsForResource({ resourceArn }: z.output<typeof ListTagsForResource>, eks: EksCall) {
  const thing = taggable(resourceArn, eks);
  eks.call.authorize('eks:ListTagsForResource', resourceArn, resourceTags(thing.tags));
  return { tags: thing.tags };
}

/** A cluster or one of its parts. */
function taggable(arn: string, eks: EksCall): { tags: Tags } {
  const things = clustersIn(eks.state, eks.call, eks.now).flatMap((cluster) => [
    cluster,
    ...cluster.entries.values(),
    ...cluster.nodegroups.values(),
    ...cluster.addons.values(),
    ...cluster.fargateProfiles.values(),
    ...cluster.podIdentities.values(),
  ]);
  const thing = things.find((one) => one.arn === arn);
  if (!thing) throw new AwsError('NotFoundException', `No resource found for ARN ${arn}.`, 404);
  return thing;
}
