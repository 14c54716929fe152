import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

const workflow = parse(readFileSync('.github/workflows/ci.yml', 'utf8'));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

/** `${{ fromJSON(… && '["test:faults"]' || '["test", …]') }}` */
const [nightly, each] = [...workflow.jobs.test.strategy.matrix.tier.matchAll(/'(\[.+?\])'/g)].map(
  ([, list]) => JSON.parse(list) as string[],
);

it('has GitHub play what .ci/run plays for each change', () => {
  const commands = readFileSync('.ci/run', 'utf8').matchAll(/^npm (?:run )?(\S+)$/gm);
  expect(each).toEqual([...commands].map(([, script]) => script));
});

it('names scripts that are there', () => {
  expect([...each!, ...nightly!].filter((name) => !scripts[name])).toEqual([]);
});
