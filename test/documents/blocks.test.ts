import { afterAll, beforeAll, expect, it } from 'vitest';
import { blocksOfDocuments, needsClients } from './blocks.ts';
import { type Documented, startDocumented } from './run-blocks.ts';

const blocks = blocksOfDocuments().filter((block) => block.notRun === undefined && !needsClients(block));

let documented: Documented;
beforeAll(async () => {
  documented = await startDocumented();
});
afterAll(() => documented?.stop());

it.each(blocks)('the commands at $at work', async (block) => {
  const { code, said } = await documented.run(block);
  expect(code, said).toBe(0);
});
