import { checkPromises } from './check.ts';

/** `npm run check:promises [-- --json]`: each sentence of the contract with the tests that hold it. */
const check = checkPromises();
if (process.argv.includes('--json')) console.log(JSON.stringify(check, undefined, 2));
else print();
process.exitCode = check.problems.length > 0 ? 1 : 0;

function print() {
  for (const { id, sentence, tests } of check.promises) {
    console.log(`\n${sentence}  [${id}]`);
    for (const { file, line, title } of tests) console.log(`  ${file}:${line}  ${title}`);
  }
  const count = `${check.promises.length} promises, ${check.promises.flatMap(({ tests }) => tests).length} tests that hold them`;
  console.log(`\n${count}, ${check.problems.length} without one or wrong.`);
  for (const problem of check.problems) console.log(`  ${problem}`);
}
