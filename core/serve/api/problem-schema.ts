import * as z from 'zod';

/** What a refusal is answered with (RFC 9457). */
export const ProblemDocument = z.object({
  type: z.string().describe('urn:kubeferry:problem:…'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  problems: z.array(
    z.object({
      at: z.string().describe('Path into the request, such as selection.namespaces'),
      message: z.string(),
    }),
  ),
});
