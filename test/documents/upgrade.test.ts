import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { synthesize } from '../lib/synthesize.ts';

const [, removal = ''] = readFileSync('docs/upgrade.md', 'utf8').split('## Remove it');
const rows = removal.split('\n').filter((line) => line.startsWith('| '));

/** Versions go with the function or machine that they are of. */
const GOES_WITH_ITS_OWNER = /::(StateMachine)?Version$/;

/** What CloudFormation leaves behind of each stack. */
const kept = Object.entries(synthesize()).flatMap(([stack, { Resources }]) =>
  Object.values(Resources)
    .filter(({ Type, DeletionPolicy }) => /^Retain/.test(DeletionPolicy ?? '') && !GOES_WITH_ITS_OWNER.test(Type))
    .map(({ Type, Properties }) => ({ side: stack.split('-')[1], Type, name: Properties.BucketName as unknown })),
);
const typesOf = (side: string) => kept.filter((each) => each.side === side).map(({ Type }) => Type);

it('lists what stays when the stacks are deleted', () => {
  expect(typesOf('hub').toSorted()).toEqual(['AWS::KMS::Key', 'AWS::KMS::Key', 'AWS::S3::Bucket', 'AWS::S3::Bucket']);
  expect(rows).toContainEqual(expect.stringMatching(/^\| the bucket of the links +\| the hub /));
  expect(rows).toContainEqual(expect.stringMatching(/^\| the bucket of the records and its two keys +\| the hub /));
  expect(new Set(typesOf('target'))).toEqual(new Set(['AWS::KMS::Key']));
  expect(rows).toContainEqual(expect.stringMatching(/^\| the key of copied volumes +\| each target /));
  expect(typesOf('source')).toEqual([]);
});

it('may say that deploying again works: nothing that stays has a name of its own', () => {
  expect(kept.filter(({ name }) => name !== undefined)).toEqual([]);
  expect(removal).toContain('nothing that stays has a name that a new stack wants');
});
