import type * as z from 'zod';

/** One operation of the API, as data. */
export interface Operation {
  /** Name of the function of the domain that answers, and `operationId`. */
  id: string;
  /** The folder in `lambdas/` that answers, where it is not answer-api. */
  step?: 'examine-route' | 'survey-route';
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** With labels, as API Gateway writes them. */
  path: string;
  summary: string;
  description: string;
  /** Status when all went well; 204 has no body. */
  status: 200 | 201 | 202 | 204;
  /** Another status when all went well: what was asked for had to be made first. */
  orMade?: 201;
  body?: z.ZodType;
  query?: z.ZodObject;
  /** Takes the header Idempotency-Key. */
  idempotent?: true;
  output?: z.ZodType;
}
