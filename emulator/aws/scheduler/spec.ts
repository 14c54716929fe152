import * as z from 'zod';
import { isTimeZone } from '../../../time/time-zone.ts';

export const Name = z.string().regex(/^[0-9A-Za-z_.-]{1,64}$/);
/** What this machine acts upon; anything else is refused by name. */
export const Spec = z.strictObject({
  Name,
  GroupName: Name.default('default'),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().refine(isTimeZone, 'Invalid Schedule Expression Timezone').default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Description: z.string().optional(),
  FlexibleTimeWindow: z
    .strictObject({ Mode: z.enum(['OFF', 'FLEXIBLE']), MaximumWindowInMinutes: z.int().min(1).max(1440).optional() })
    .refine(
      ({ Mode, MaximumWindowInMinutes }) => (Mode === 'FLEXIBLE') === (MaximumWindowInMinutes !== undefined),
      'MaximumWindowInMinutes goes with the mode FLEXIBLE, and with it alone',
    ),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().optional(),
    RetryPolicy: z
      .strictObject({
        MaximumEventAgeInSeconds: z.int().min(60).max(86_400).optional(),
        MaximumRetryAttempts: z.int().min(0).max(185).optional(),
      })
      .optional(),
    DeadLetterConfig: z.strictObject({ Arn: z.string().optional() }).optional(),
  }),
});
