/** What the API says of the files of a run, and the operation that says it. */
import * as z from 'zod';
import type { Operation } from './operation.ts';

export const FilesView = z.object({
  id: z.string(),
  route: z.string(),
  seconds: z.int().describe('How long the addresses are good for'),
  files: z
    .array(z.object({ name: z.string().describe('report.html, report.json or plan.json'), url: z.string() }))
    .describe('Those that there are; whoever has an address reads that file'),
});
export type FilesView = z.infer<typeof FilesView>;

export const FILES_OPERATION = {
  id: 'listFiles',
  method: 'GET',
  path: '/routes/{route}/clones/{id}/files',
  summary: 'Get addresses of the files of a run',
  description:
    'Presigned addresses of its report, as a page and as JSON, and of its plan, whole however long they are; for five minutes, without keys of AWS. No value of a Secret is in any of them.',
  status: 200,
  output: FilesView,
} as const satisfies Operation;
