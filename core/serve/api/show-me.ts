import * as z from 'zod';
import { type ApiAnswer, jsonAnswer } from './problem.ts';
import type { ApiRequest } from './request.ts';

export const Me = z.object({
  arn: z.string().describe('As IAM found it out'),
  account: z.string(),
  person: z.string().describe('The last part of the ARN: name of a user, or of the session of a role'),
});

/** Who calls: what records of runs say of them. */
export function showMe({ caller }: ApiRequest): ApiAnswer {
  const me: z.infer<typeof Me> = {
    arn: caller,
    account: caller.split(':')[4] ?? '',
    person: caller.split(/[:/]/).at(-1) ?? caller,
  };
  return jsonAnswer(200, me);
}
