import { join } from 'node:path';
import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deployAssembly } from '../../../emulator/assembly/deploy.ts';
import { readAssembly } from '../../../emulator/assembly/read-assembly.ts';
import { startDeployment } from './deployment.ts';

const GREETING = join(import.meta.dirname, '../../fixtures/assemblies/greeting');

describe('an assembly', () => {
  let cloud: Awaited<ReturnType<typeof startDeployment>>;
  beforeEach(async () => {
    cloud = await startDeployment();
  });
  afterEach(() => cloud.stop());

  const hubStack = () => structuredClone(readAssembly(GREETING).find(({ name }) => name === 'greeting-hub')!);

  it('is read with its stacks in the order of their dependencies', () => {
    const stacks = readAssembly(GREETING).map(({ name, account, region }) => `${name} ${account} ${region}`);
    expect(stacks).toEqual(['member 111122223333 us-east-1', 'greeting-hub 111122223333 eu-west-1']);
  });

  it('runs: the machine calls the function version with its environment', async () => {
    const [, hub] = await deployAssembly(readAssembly(GREETING), cloud.world);
    const states = new SFNClient(cloud.client());
    const { executionArn } = await states.send(
      new StartExecutionCommand({ stateMachineArn: hub?.outputs.machine, input: '{"name":"Ada"}' }),
    );
    const ended = () => states.send(new DescribeExecutionCommand({ executionArn }));
    await expect.poll(async () => (await ended()).status, { timeout: 5000 }).toBe('SUCCEEDED');
    const output = JSON.parse((await ended()).output ?? '');
    expect(output).toEqual({ hello: 'Ada', bucket: 'greeting', url: 'https://example' });
  });

  it('applies key, bucket and trust policies', async () => {
    await deployAssembly(readAssembly(GREETING), cloud.world);
    const s3 = new S3Client(cloud.client());
    const put = await s3.send(new PutObjectCommand({ Bucket: 'greeting', Key: 'k', Body: 'v' }));
    const key = cloud.world.kms.describe('111122223333', 'eu-west-1', 'alias/greeting');
    expect(put).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: key?.arn });
    expect(put.VersionId).toBeDefined();
    const remove = s3.send(new DeleteObjectCommand({ Bucket: 'greeting', Key: 'k' }));
    await expect(remove).rejects.toThrow('with an explicit deny in a resource-based policy');
    const sts = new STSClient(cloud.client());
    const assume = (ExternalId: string) =>
      sts.send(
        new AssumeRoleCommand({
          RoleArn: 'arn:aws:iam::111122223333:role/greeting-member',
          RoleSessionName: 'test',
          ExternalId,
        }),
      );
    await expect(assume('greeting')).resolves.toBeDefined();
    await expect(assume('other')).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('leaves out what a condition leaves out', async () => {
    const [member] = await deployAssembly(readAssembly(GREETING), cloud.world);
    expect([...(member?.resources.keys() ?? [])]).toEqual(['Role']);
  });

  it('is refused with every type and property that would not be acted upon', async () => {
    const stack = hubStack();
    stack.template.Resources.Table = { Type: 'AWS::DynamoDB::Table' };
    stack.template.Resources.Topic!.Properties!.FifoTopic = true;
    await expect(deployAssembly([stack], cloud.world)).rejects.toThrow(
      "The stack 'greeting-hub' cannot run here:\n" +
        "- 'Topic': the property FifoTopic of AWS::SNS::Topic is not implemented by the local cloud.\n" +
        "- 'Table': the type AWS::DynamoDB::Table is not implemented by the local cloud.",
    );
  });

  it.each([
    ['an unknown function', { 'Fn::GetAZs': '' }, "'Fn::GetAZs' is not implemented"],
    ['a dynamic reference', '{{resolve:ssm:/x}}', 'The dynamic reference'],
    ['a reference to nothing', { Ref: 'Absent' }, "answers Ref 'Absent'"],
    [
      'an attribute that does not exist',
      { 'Fn::GetAtt': ['Bucket', 'WebsiteURL'] },
      "'Bucket' has no attribute 'WebsiteURL'",
    ],
    ['an export of no stack', { 'Fn::ImportValue': 'Absent' }, "No stack before 'greeting-hub' exports 'Absent'"],
  ])('is refused for %s', async (_, value, sentence) => {
    const stack = hubStack();
    stack.template.Resources = {
      Bucket: stack.template.Resources.Bucket!,
      Key: stack.template.Resources.Key!,
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: value } },
    };
    await expect(deployAssembly([stack], cloud.world)).rejects.toThrow(sentence);
  });

  it('hands a parameter of one stack to those after it, in its own Region, and refuses one that nobody keeps', async () => {
    const stackOf = (name: string, Resources: object, region = 'eu-west-1') => ({
      ...hubStack(),
      name,
      region,
      template: {
        Parameters: { Handed: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/handed/topic' } },
        Resources,
      } as ReturnType<typeof hubStack>['template'],
    });
    const properties = { Name: '/handed/topic', Type: 'String', Value: 'told' };
    const keeps = stackOf('keeps', { Kept: { Type: 'AWS::SSM::Parameter', Properties: properties } });
    const topic = { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Handed' } } } };
    const [, takes] = await deployAssembly([keeps, stackOf('takes', topic)], cloud.world);
    expect(takes?.resources.get('Topic')?.ref).toBe('arn:aws:sns:eu-west-1:111122223333:told');
    const elsewhere = deployAssembly([stackOf('elsewhere', topic, 'us-east-1')], cloud.world);
    await expect(elsewhere).rejects.toThrow("Nothing in the stack 'elsewhere' answers Ref 'Handed'");
  });

  it('is refused for a cycle, which it names', async () => {
    const stack = hubStack();
    stack.template.Resources = {
      A: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'B' } } },
      B: { Type: 'AWS::SNS::Topic', DependsOn: 'A' },
    };
    await expect(deployAssembly([stack], cloud.world)).rejects.toThrow('A -> B -> A');
  });

  it('names the resource whose policy it cannot evaluate', async () => {
    const stack = hubStack();
    const { MachinePolicy } = stack.template.Resources;
    const statement = {
      Effect: 'Allow',
      Action: '*',
      Resource: '*',
      Condition: { IpAddress: { 'aws:SourceIp': '::1' } },
    };
    (MachinePolicy!.Properties!.PolicyDocument as { Statement: unknown[] }).Statement = [statement];
    stack.template.Resources = { MachinePolicy: MachinePolicy!, MachineRole: stack.template.Resources.MachineRole! };
    const deployment = deployAssembly([stack], cloud.world);
    await expect(deployment).rejects.toThrow(/'MachinePolicy' \(AWS::IAM::Policy\) of the stack 'greeting-hub' failed/);
    await expect(deployment).rejects.toThrow("the condition operator 'IpAddress' is not implemented");
  });

  it('says how to make an assembly when there is none', () => {
    expect(() => readAssembly('/nowhere')).toThrow("'npm run synth' makes one");
  });
});
