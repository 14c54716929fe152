import { describe, expect, it } from 'vitest';
import { blocksOfDocuments, commandsInSentences, commandsOf } from './blocks.ts';
import { problemOf } from './check-command.ts';

const blocks = blocksOfDocuments();

it('has blocks that are run, and says why of each that is not', () => {
  expect(blocks.filter(({ notRun }) => notRun === undefined).length).toBeGreaterThan(8);
  for (const { at, notRun = 'it is run' } of blocks) expect(notRun.length, at).toBeGreaterThan(8);
});

it('names only commands and flags that are there', () => {
  const problems = [...blocks, ...commandsInSentences()].flatMap((block) =>
    commandsOf(block).flatMap((words) => {
      const problem = problemOf(words);
      return problem === undefined ? [] : [`${block.at}: ${problem}`];
    }),
  );
  expect(problems).toEqual([]);
});

describe('a command that does not exist', () => {
  it.each([
    ['npm run kubeferry -- clone prod-to-dev --namespce shop', '--namespce: there is no such flag'],
    ['npm run kubeferry -- colne prod-to-dev', 'colne: there is no such command'],
    ['npm run dmo', 'there is no such script'],
    ['npx cdk dif', 'there is no such command'],
    ['npx cdk diff --al', '--al: there is no such flag'],
  ])('%s', (line, problem) => {
    const [words = []] = commandsOf({ at: 'here', code: line });
    expect(problemOf(words)).toContain(problem);
  });
});
