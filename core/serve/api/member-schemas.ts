/** What the API says of the two ends of a route, and the operation that says it. */
import * as z from 'zod';
import { Place } from '../../base/request/end.ts';
import type { Operation } from './operation.ts';

export const MemberView = z.object({
  side: z.enum(['source', 'target']),
  ...Place.shape,
  stack: z.string().describe('Of CloudFormation, in that account and Region'),
  state: z
    .enum(['linked', 'outdated', 'missing', 'unknown'])
    .describe('outdated: the stack is of another version than the hub; missing: the hub may not take its role'),
  version: z.string().optional().describe('That the stack says of itself'),
  wanted: z.string().describe('Version that the hub was deployed with'),
  sentence: z.string().optional().describe('What is the matter, and the way out'),
  quickCreate: z
    .string()
    .optional()
    .describe('Page of the CloudFormation console with everything filled in; none for a stack with a connector'),
  deploy: z.string().describe('One line that creates or updates the stack, with rights in that account'),
});
export type MemberView = z.infer<typeof MemberView>;

export const MembersView = z.object({ route: z.string(), members: z.array(MemberView).describe('Source, target') });
export type MembersView = z.infer<typeof MembersView>;

export const MEMBERS_OPERATION = {
  id: 'listMembers',
  step: 'examine-route',
  method: 'GET',
  path: '/routes/{route}/members',
  summary: 'Say how the two ends of a route are linked',
  description:
    'Whether the hub may take the role of each end, and whether its stack is of the version that the hub counts on; with what creates or updates it. Enters no cluster.',
  status: 200,
  output: MembersView,
} as const satisfies Operation;
