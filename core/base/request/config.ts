import * as z from 'zod';
import { HostedUi } from './hosted-ui.ts';
import { RouteConfig } from './route.ts';
import { ScheduleConfig } from './schedule.ts';

/** A channel that is told what happens; the workspace is authorized once, in the console of AWS's service for chats. */
export const Slack = z.strictObject({
  workspaceId: z.string().regex(/^T[0-9A-Z]{6,20}$/, 'the id of a workspace begins with T, such as T0ABCDEF1'),
  channelId: z.string().regex(/^[CG][0-9A-Z]{6,20}$/, 'the id of a channel begins with C or G, such as C0ABCDEF1'),
});
export type Slack = z.infer<typeof Slack>;

/** `kubeferry.config.ts`: accounts, routes and recurring clones. */
export const Config = z.strictObject({
  hub: z.strictObject({
    account: z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits'),
    region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region looks like eu-west-1'),
  }),
  installation: z.string().regex(/^[\w+=,.@:/-]{2,64}$/, 'an ExternalId has 2 to 64 letters, digits and +=,.@:/-'),
  /** Whether the hub has a CloudWatch dashboard of its runs, which costs $3.00 a month beyond the free ones. */
  dashboard: z.boolean().default(false),
  /** Whether the evidence of each run is signed, with a KMS key of the hub, which costs $1.00 a month and $0.15 for 10,000 signatures. */
  evidence: z.boolean().default(false),
  /** The Slack channel that is told what happens to clones and what alarms. */
  slack: Slack.optional(),
  /** The page hosted for people without AWS tools: the stack `kubeferry-ui`. */
  ui: HostedUi.optional(),
  routes: z.array(RouteConfig).min(1, 'without a route nothing can be cloned'),
  schedules: z.array(ScheduleConfig).default([]),
});

/** As a user writes it: defaults may be left out. */
export type Config = z.input<typeof Config>;
