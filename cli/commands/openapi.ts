import type { Command } from 'commander';
import { openApi } from '../../core/api/openapi.ts';

export function addOpenApi(program: Command): void {
  program
    .command('openapi')
    .description('Print the OpenAPI document of the API, for generators of clients.')
    .action(() => void process.stdout.write(`${JSON.stringify(openApi(), null, 2)}\n`));
}
