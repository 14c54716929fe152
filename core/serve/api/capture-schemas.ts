/** What the API takes and answers of captures. */
import * as z from 'zod';
import { Request } from '../../base/request/request.ts';

const time = z.string().describe('ISO 8601');

/** What is captured, under which name, and for how long. */
export const ApiCaptureBody = Request.pick({ capture: true, selection: true, quiesce: true, volumes: true });

export const CaptureView = z.object({
  id: z.string().describe('Of the run that took it'),
  name: z.string(),
  route: z.string().describe('That it was taken by, and is removed by'),
  askedBy: z.string().optional(),
  takenAt: time,
  expiresAt: time.describe('When it is removed, unless a run still clones from it'),
  namespaces: z.array(z.string()),
  objects: z.int(),
  volumes: z.int(),
  gibibytes: z
    .number()
    .describe('Of data in its snapshots; their size where the cloud does not say how much data that is'),
  dollarsPerMonth: z
    .number()
    .describe('What AWS bills the account of the source for its snapshots: nothing for those of Azure'),
  usedBy: z.array(z.string()).describe('Runs that clone from it at this moment'),
  removing: z.literal(true).optional(),
});
export type CaptureView = z.infer<typeof CaptureView>;

export const CaptureList = z.object({ captures: z.array(CaptureView).describe('The newest first') });
