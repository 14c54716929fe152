import { expect, it } from 'vitest';
import { Repositories } from '../../../../core/base/request/repository.ts';

const secret = 'arn:aws:secretsmanager:us-east-1:222233334444:secret:restic-abcdef';
const problems = (more: object) => {
  const { error } = Repositories.safeParse({ nightly: { type: 'restic', bucket: 'backups', secret, ...more } });
  return (error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);
};

it.each([
  { prefix: 'restic/{namespace}' },
  { prefix: 'all', folders: ['/data/{namespace}/{claim}'] },
  { prefix: 'all', folders: ['/'] },
])('takes %j', (given) => {
  expect(problems(given)).toEqual([]);
});

it('asks which folders a request may take of a repository that all namespaces share', () => {
  for (const prefix of ['all', 'restic/{claim}'])
    expect(problems({ prefix })).toEqual([
      'nightly.folders: all namespaces share this repository, since its prefix has no {namespace}: name the folders that requests may take, such as "/data/{namespace}/{claim}", or "/" for any',
    ]);
});

it('takes no folder that leads elsewhere', () => {
  expect(problems({ prefix: 'all', folders: ['data', '/data/../secrets'] })).toEqual([
    'nightly.folders.0: a folder is an absolute path, as the backup tool has it',
    'nightly.folders.1: a folder has no parts "." and ".."',
  ]);
});
