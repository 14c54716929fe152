import * as z from 'zod';
import { GROUPS } from '../access/groups.ts';

const Origin = z
  .string()
  .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'an origin is https:// and a host in lower case, without a path');

/** The page as others find it without a command: who signs people in, and which of their groups has which rights. */
export const HostedUi = z.strictObject({
  /** As its tokens have it in `iss`. */
  issuer: z
    .string()
    .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?(\/[\w.~/-]*)?$/, 'an issuer is an https:// address without a query'),
  clientId: z.string().regex(/^[\w.:/-]{1,255}$/, 'a client id has letters, digits and ._:/-'),
  /** Where the issuer answers besides its own address: token endpoints of some are elsewhere. */
  endpoints: z.array(Origin).default([]),
  /** The claim of the ID token that names groups. */
  claim: z.string().min(1).max(64).default('groups'),
  /** `equals` where the claim has one group and no list. */
  match: z.enum(['contains', 'equals']).default('contains'),
  /** Value of the claim -> group of rights -> routes. The first one that a person is in counts. */
  groups: z.record(
    z.string().min(1).max(128),
    z.partialRecord(z.enum(GROUPS), z.array(z.string()).min(1, 'name a route, or leave the group out')),
  ),
  /** Where the page is found; the address of its CloudFront distribution is known after the first deployment. */
  origin: Origin.optional(),
  /** For a name of one's own: CloudFront takes certificates of us-east-1. */
  certificateArn: z
    .string()
    .regex(/^arn:aws:acm:us-east-1:\d{12}:certificate\/[\w-]+$/, 'CloudFront takes a certificate of ACM in us-east-1')
    .optional(),
});
export type HostedUi = z.output<typeof HostedUi>;
