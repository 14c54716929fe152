import type { Template } from '../../lib/synthesize.ts';

export interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** One document of a synthesized template, with what CloudFormation would put into it. */
export interface Policy {
  /** `kubeferry-hub FunctionsPolicy1234`. */
  name: string;
  kind: 'identity' | 'trust' | 'resource';
  document: { Version: string; Statement: Statement[] };
}

/** Where policies stand in each type of resource. */
const PLACES: Record<string, [property: string, kind: Policy['kind']]> = {
  'AWS::IAM::Policy': ['PolicyDocument', 'identity'],
  'AWS::IAM::ManagedPolicy': ['PolicyDocument', 'identity'],
  'AWS::IAM::Role': ['AssumeRolePolicyDocument', 'trust'],
  'AWS::KMS::Key': ['KeyPolicy', 'resource'],
  'AWS::S3::BucketPolicy': ['PolicyDocument', 'resource'],
  'AWS::SNS::TopicPolicy': ['PolicyDocument', 'resource'],
  'AWS::SQS::QueuePolicy': ['PolicyDocument', 'resource'],
};

/** ARN of a resource of each type (service authorization reference); `NAME` is its logical id. */
const ARNS: Record<string, string> = {
  'AWS::KMS::Key': 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555',
  'AWS::Lambda::Function': 'arn:aws:lambda:eu-west-1:111122223333:function:NAME',
  'AWS::Logs::LogGroup': 'arn:aws:logs:eu-west-1:111122223333:log-group:NAME:*',
  'AWS::S3::Bucket': 'arn:aws:s3:::NAME',
  'AWS::SQS::Queue': 'arn:aws:sqs:eu-west-1:111122223333:NAME',
  'AWS::SNS::Topic': 'arn:aws:sns:eu-west-1:111122223333:NAME',
  'AWS::StepFunctions::StateMachine': 'arn:aws:states:eu-west-1:111122223333:stateMachine:NAME',
};

const PSEUDO: Record<string, string> = { 'AWS::Partition': 'aws', 'AWS::AccountId': '111122223333' };

/** What Ref is of resources that policies name by their id. */
const IDS: Record<string, string> = {
  'AWS::CloudFront::Distribution': 'E1A2B3C4D5E6F7',
  'AWS::Cognito::IdentityPool': 'eu-west-1:11111111-2222-3333-4444-555555555555',
};

/** Every policy document of the templates. Throws when a resource type has one in a place that is not known here. */
export function policiesOf(templates: Record<string, Template>): Policy[] {
  return Object.entries(templates).flatMap(([stack, template]) =>
    Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
      const name = `${stack} ${id}`;
      const [property = '', kind = 'identity'] = PLACES[Type] ?? [];
      const { [property]: document, Policies = [], ...others } = Properties ?? {};
      const unseen = JSON.stringify(others).includes('"Statement"');
      if (unseen) throw new Error(`${name}: ${Type} has a policy that is not looked at.`);
      const inline = (Policies as { PolicyName: string; PolicyDocument: unknown }[]).map((each) => ({
        name: `${name} ${each.PolicyName}`,
        kind: 'identity' as const,
        document: each.PolicyDocument,
      }));
      const all = [...(document ? [{ name, kind, document }] : []), ...inline];
      return all.map((each) => ({ ...each, document: resolved(each.document, template) as Policy['document'] }));
    }),
  );
}

function resolved(value: unknown, template: Template): unknown {
  if (Array.isArray(value)) return value.map((each) => resolved(each, template));
  if (typeof value !== 'object' || value === null) return value;
  const {
    'Fn::Join': join,
    'Fn::GetAtt': attribute,
    'Fn::ImportValue': imported,
    Ref,
  } = value as Record<string, never>;
  if (join) return (join[1] as unknown[]).map((each) => resolved(each, template)).join(join[0]);
  if (attribute && attribute[1] === 'Arn') return arnOf(attribute[0], template);
  if (Ref) return PSEUDO[Ref] ?? idOf(Ref, template) ?? arnOf(Ref, template);
  // What one stack has of another here is the id of the API.
  if (imported && String(imported).includes('RefApi')) return 'abcdefghij';
  if (Object.keys(value).some((name) => name.startsWith('Fn::')))
    throw new Error(`Not resolved: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, resolved(each, template)]));
}

const idOf = (id: string, { Resources }: Template) => IDS[Resources[id]?.Type ?? ''];

function arnOf(id: string, { Resources }: Template): string {
  const arn = ARNS[Resources[id]?.Type ?? ''];
  if (!arn) throw new Error(`The ARN of ${id}, ${Resources[id]?.Type}, is not known.`);
  return arn.replace('NAME', id);
}
