import { expect, it } from 'vitest';
import { readForm } from '../../../../emulator/aws/gateway/protocols/form.ts';

const read = (body: string) => readForm({ method: 'POST', path: '/', query: [], headers: {}, body: Buffer.from(body) });

it('reads nested members, and lists in the order of their numbers', () => {
  const body =
    'Action=CreateSnapshot&Version=2016-11-15&TagSpecification.1.ResourceType=snapshot&TagSpecification.1.Tag.1.Key=a%3Ab' +
    '&TagSpecification.1.Tag.1.Value=c+d&SnapshotId.10=j&SnapshotId.2=b&SnapshotId.1=a';
  expect(read(body)).toEqual({
    action: 'CreateSnapshot',
    input: {
      TagSpecification: [{ ResourceType: 'snapshot', Tag: [{ Key: 'a:b', Value: 'c d' }] }],
      SnapshotId: ['a', 'b', 'j'],
    },
  });
});

it("leaves out the query protocol's member level", () => {
  expect(read('Action=X&PolicyArns.member.1.arn=p&PolicyArns.member.2.arn=q').input).toEqual({
    PolicyArns: [{ arn: 'p' }, { arn: 'q' }],
  });
});
