import type { Command } from 'commander';
import * as z from 'zod';
import { Request } from '../../core/base/request/request.ts';
import { say } from '../say.ts';

/** Where a file may name its schema, so that editors complete and check it. */
const $schema = z.string().optional().describe('Where this schema is, for editors');

/** JSON Schema of the file that `--request` takes. */
export const requestSchema = () => ({
  ...z.toJSONSchema(Request.extend({ $schema }), { io: 'input' }),
  title: 'Request of kubeferry',
});

export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('Print the JSON Schema of a request, with which editors complete and check files for --request.')
    .action(() => say(`${JSON.stringify(requestSchema(), null, 2)}\n`));
}
