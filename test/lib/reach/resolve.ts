import type { Template } from '../synthesize.ts';

interface Place {
  account: string;
  region: string;
}

/** ARNs of the types that policies name; what has no name of its own is called by its logical id. */
const ARNS: Record<string, (name: string, place: Place) => string> = {
  'AWS::IAM::Role': (name, { account }) => `arn:aws:iam::${account}:role/${name}`,
  'AWS::Lambda::Function': (name, { account, region }) => `arn:aws:lambda:${region}:${account}:function:${name}`,
  'AWS::StepFunctions::StateMachine': (name, { account, region }) =>
    `arn:aws:states:${region}:${account}:stateMachine:${name}`,
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
  'AWS::KMS::Key': (name, { account, region }) => `arn:aws:kms:${region}:${account}:key/${name}`,
  'AWS::SNS::Topic': (name, { account, region }) => `arn:aws:sns:${region}:${account}:${name}`,
  'AWS::SQS::Queue': (name, { account, region }) => `arn:aws:sqs:${region}:${account}:${name}`,
  'AWS::Logs::LogGroup': (name, { account, region }) => `arn:aws:logs:${region}:${account}:log-group:${name}:*`,
};
const NAMES = ['RoleName', 'FunctionName', 'StateMachineName', 'BucketName', 'TopicName', 'QueueName', 'LogGroupName'];
/** A `Ref` of these is their ARN. */
const REF_IS_ARN = ['AWS::StepFunctions::StateMachine', 'AWS::SNS::Topic'];

/** Turns a template's value into text; throws for an intrinsic that it does not know, rather than pass it over. */
export function resolver(template: Template, place: Place): (value: unknown) => string {
  const pseudo: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::AccountId': place.account,
    'AWS::Region': place.region,
    'AWS::URLSuffix': 'amazonaws.com',
  };
  const arnOf = (id: string): string => {
    const resource = template.Resources[id];
    if (!resource) throw new Error(`The template has no resource ${id}.`);
    if (resource.Type === 'AWS::Lambda::Version') return `${text(resource.Properties.FunctionName)}:1`;
    if (resource.Type === 'AWS::StepFunctions::StateMachineVersion')
      return `${text(resource.Properties.StateMachineArn)}:1`;
    const name = NAMES.map((key) => resource.Properties?.[key]).find((found) => found !== undefined);
    return ARNS[resource.Type]?.(typeof name === 'string' ? name : id, place) ?? `arn:aws:unknown:::${id}`;
  };
  const refOf = (id: string): string => {
    if (id in pseudo) return pseudo[id] ?? '';
    const resource = template.Resources[id];
    if (!resource) throw new Error(`The template has no resource ${id}.`);
    if (REF_IS_ARN.includes(resource.Type) || resource.Type.endsWith('Version')) return arnOf(id);
    return arnOf(id).split(/[:/]/).at(-1) ?? id;
  };
  const text = (value: unknown): string => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
    const [[intrinsic, argument] = []] = Object.entries(value as Record<string, unknown>);
    if (intrinsic === 'Ref') return refOf(argument as string);
    if (intrinsic === 'Fn::GetAtt') {
      const [id = '', attribute] = argument as string[];
      return attribute === 'Arn' || attribute?.endsWith('Arn') ? arnOf(id) : refOf(id);
    }
    if (intrinsic === 'Fn::Join') {
      const [separator, parts] = argument as [string, unknown[]];
      return parts.map(text).join(separator);
    }
    throw new Error(`This search does not read ${JSON.stringify(value)}.`);
  };
  return text;
}
