import * as z from 'zod';

/** `unknown`: it could not be looked at, and the sentence says why; `warning`: a run works, but not as one may expect. */
const CHECK_STATUSES = ['ok', 'warning', 'broken', 'unknown'] as const;

/** One thing that a run on the route needs, and whether it is as it must be. */
export const Check = z.object({
  check: z.string().describe('What was looked at, such as "target key"'),
  status: z.enum(CHECK_STATUSES),
  thing: z.string().describe('Name or ARN of the thing'),
  found: z.string().describe('What was found there, in a few words'),
  sentence: z.string().describe('What that means for a run; empty when all is well'),
  fix: z.string().optional().describe('The command or the line of configuration that fixes it, to be copied'),
});
export type Check = z.infer<typeof Check>;

type Told = Pick<Check, 'thing' | 'found'> & { sentence: string; fix?: string };

/** The four outcomes of a check by name. */
export const checkNamed = (check: string) => ({
  ok: (thing: string, found: string, sentence = ''): Check => ({ check, status: 'ok', thing, found, sentence }),
  warning: (told: Told): Check => ({ check, status: 'warning', ...told }),
  broken: (told: Told): Check => ({ check, status: 'broken', ...told }),
  unknown: (thing: string, why: string): Check => ({
    check,
    status: 'unknown',
    thing,
    found: 'not looked at',
    sentence: why,
  }),
});
