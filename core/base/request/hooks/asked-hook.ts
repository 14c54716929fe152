import * as z from 'zod';
import { mistakesInHook } from './commands-of.ts';
import { FREEZE_SECONDS } from './hook-recipe.ts';
import { HOOK_NAMES } from './library.ts';

/** Commands in pods, by their own words or by a name of the library. */
export const hookIn = (namespace: z.ZodString, labelSelector: z.ZodString) =>
  z
    .strictObject({
      namespace,
      labelSelector,
      container: z.string().optional(),
      use: z.enum(HOOK_NAMES).optional().describe('A hook of the library, in the place of before and after'),
      path: z
        .string()
        .regex(/^\/[^\0]*$/, 'a path in a container is absolute')
        .optional()
        .describe('Of fsfreeze: where the volume is mounted'),
      freezeSeconds: z
        .int()
        .min(FREEZE_SECONDS.least)
        .max(FREEZE_SECONDS.most)
        .optional()
        .describe(`After how long what a hook holds lets go by itself; ${FREEZE_SECONDS.usual} when left out`),
      before: z.array(z.string()).min(1).optional().describe('Command before the snapshot'),
      after: z.array(z.string()).min(1).optional().describe('Command after it, also when the snapshot failed'),
      timeoutSeconds: z
        .int()
        .min(1)
        .max(240)
        .optional()
        .describe('How long each command may take: 60, or what its hook in the library says'),
    })
    .check(({ value, issues }) => {
      for (const message of mistakesInHook(value)) issues.push({ code: 'custom', message, input: value });
    });
