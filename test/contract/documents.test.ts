import { execFileSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { blocksOfDocuments, commandsOf } from '../documents/blocks.ts';
import { type Documented, startDocumented } from '../documents/run-blocks.ts';
import { type Clients, installClients } from './install-clients.ts';

const all = blocksOfDocuments();
const blocks = all.filter((block) => block.notRun === undefined);
const CHECK = fileURLToPath(new URL('check-aws.py', import.meta.url));

let clients: Clients;
let documented: Documented;
beforeAll(async () => {
  clients = installClients();
  documented = await startDocumented(dirname(clients.aws));
});
afterAll(() => documented?.stop());

it.each(blocks)('the commands at $at work', async (block) => {
  // What a block starts, a later one reads, when it has ended.
  await expect.poll(() => documented.run(block), { timeout: 30_000, interval: 500 }).toMatchObject({ code: 0 });
});

it('names only commands of the aws CLI, and flags, that are there', () => {
  const commands = all
    .flatMap(commandsOf)
    .filter(([program, service]) => program === 'aws' && service !== 's3')
    .map((words) => words.slice(1));
  expect(commands.length).toBeGreaterThan(5);
  expect(execFileSync(clients.python, [CHECK], { input: JSON.stringify(commands), encoding: 'utf8' })).toBe('[]\n');
});
