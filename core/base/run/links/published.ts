import type { MemberTemplate } from './member-template.ts';

/** The file beside the code of a function that has the templates of all members, by the name of their stack. */
export const TEMPLATES_FILE = 'member-templates.json';
export type MemberTemplates = Record<string, MemberTemplate>;

/** Where the template of a member is in the bucket of the links. */
export const templateKey = (stack: string) => `members/${stack}.template.json`;

/** As CloudFormation takes it: https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html */
export function templateUrl(bucket: string, region: string, stack: string): string {
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  return `https://${bucket}.s3.${region}.${suffix}/${templateKey(stack)}`;
}
