import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { KeyPolicy } from '../../../../core/base/ports/key-policy.ts';
import { mayAttach } from '../../../../core/plan/keys/may-attach.ts';

interface Case {
  is: string;
  policy: unknown[];
  answer: string;
  principals?: string[];
}

const cases = parse(
  readFileSync(join(import.meta.dirname, '../../../fixtures/key-policies/cases.yaml'), 'utf8'),
) as Case[];
const PLACE = { account: '444455556666', region: 'eu-west-1' };

describe('what the policy of a key says of the driver that attaches volumes', () => {
  it.each(cases)('$is', ({ policy, answer, principals }) => {
    const said = mayAttach(KeyPolicy.parse({ Version: '2012-10-17', Statement: policy }), PLACE);
    expect(said).toMatchObject({ answer, ...(principals ? { principals } : {}) });
  });
});

it('reads a policy of one statement as well', () => {
  const Statement = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' };
  expect(mayAttach(KeyPolicy.parse({ Statement }), PLACE)).toEqual({ answer: 'anybody' });
});
