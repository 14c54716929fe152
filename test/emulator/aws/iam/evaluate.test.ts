import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { policyProblems } from '../../../../emulator/aws/iam/check-policy.ts';
import { conditionsHold } from '../../../../emulator/aws/iam/conditions.ts';
import { type AccessQuestion, evaluate } from '../../../../emulator/aws/iam/evaluate.ts';
import type { ConditionBlock, PolicyDocument, Statement } from '../../../../emulator/aws/iam/policy.ts';

const fixture = <T>(file: string) =>
  parse(readFileSync(join(import.meta.dirname, '../../../fixtures/policies', file), 'utf8')) as T;

interface Case {
  is: string;
  identity: Statement[];
  session?: Statement[];
  resource?: { owner: string; policy: Statement[]; mustAllow?: boolean };
  ask: { action: string; resource: string; context?: Record<string, string> };
  answer: string;
}

const contextOf = (keys: Record<string, string | string[]> = {}) =>
  new Map(Object.entries(keys).map(([key, value]) => [key.toLowerCase(), [value].flat()]));

const CALLER = {
  account: '111122223333',
  arn: 'arn:aws:sts::111122223333:assumed-role/step/run',
  principalArn: 'arn:aws:iam::111122223333:role/step',
};

const question = ({ identity, session, resource, ask }: Omit<Case, 'is' | 'answer'>): AccessQuestion => ({
  principal: CALLER,
  action: ask.action,
  resource: ask.resource,
  context: contextOf(ask.context),
  identity: [{ Statement: identity }],
  ...(session ? { session: [{ Statement: session }] } : {}),
  ...(resource
    ? {
        resourcePolicy: {
          account: resource.owner,
          policy: { Statement: resource.policy },
          mustAllow: resource.mustAllow ?? false,
        },
      }
    : {}),
});

describe.each(['within-an-account.yaml', 'resource-policies.yaml'])('%s', (file) => {
  it.each(fixture<Case[]>(file))('$is', (one) => {
    const { allowed, reason } = evaluate(question(one));
    expect(allowed ? 'allowed' : reason).toContain(one.answer);
  });
});

describe('conditions', () => {
  it.each(
    fixture<{ is: string; when: ConditionBlock; keys: Record<string, string>; holds: boolean }[]>('conditions.yaml'),
  )('$is: $holds', ({ when, keys, holds }) => expect(conditionsHold(when, contextOf(keys))).toBe(holds));
});

describe('the evaluator', () => {
  it('words a refusal as AWS does', () => {
    const ask = { action: 'ec2:CopySnapshot', resource: 'arn:aws:ec2:eu-west-1::snapshot/snap-1' };
    expect(evaluate(question({ identity: [], ask })).reason).toBe(
      'User: arn:aws:sts::111122223333:assumed-role/step/run is not authorized to perform: ec2:CopySnapshot on resource: arn:aws:ec2:eu-west-1::snapshot/snap-1 because no identity-based policy allows the ec2:CopySnapshot action',
    );
  });

  it('names everything that it would not understand', () => {
    const { policy, problems } = fixture<{ policy: PolicyDocument; problems: string[] }>('not-understood.yaml');
    expect(policyProblems(policy)).toEqual(problems);
  });

  it('never allows more for an added Deny, and never less for an added Allow', () => {
    const word = fc.constantFrom('*', 'a:*', 'a:Get', 'a:Put', 'b:Get');
    const statement = (Effect: 'Allow' | 'Deny') =>
      fc.record({ Effect: fc.constant(Effect), Action: word, Resource: fc.constantFrom('*', 'x', 'y*') });
    const some = fc.array(fc.oneof(statement('Allow'), statement('Deny')), { maxLength: 5 });
    const ask = fc.record({ action: fc.constantFrom('a:Get', 'a:Put', 'b:Get'), resource: fc.constantFrom('x', 'yz') });
    fc.assert(
      fc.property(some, statement('Allow'), statement('Deny'), ask, (identity, allow, deny, asked) => {
        const answer = (policy: Statement[]) => evaluate(question({ identity: policy, ask: asked })).allowed;
        expect(Number(answer([...identity, allow]))).toBeGreaterThanOrEqual(Number(answer(identity)));
        expect(Number(answer([...identity, deny]))).toBeLessThanOrEqual(Number(answer(identity)));
      }),
    );
  });
});
