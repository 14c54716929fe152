import type { Command } from 'commander';
import { openApi } from '../../core/serve/api/openapi.ts';
import { say } from '../say.ts';

export function addOpenApi(program: Command): void {
  program
    .command('openapi')
    .description('Print the OpenAPI document of the API, for generators of clients.')
    .action(() => say(`${JSON.stringify(openApi(), null, 2)}\n`));
}
