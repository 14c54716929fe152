import { PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Characters without spaces, by https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const QUOTA = {
  /** All inline policies of a role. */
  inline: 10_240,
  /** One managed policy. */
  managed: 6_144,
  /** Managed policies of a role. */
  policies: 10,
} as const;

/** Left for what is resolved at the deployment, such as the ARN of a key of the stack. */
const RESERVE = 400;

const lengthOf = (document: PolicyDocument): number => JSON.stringify(document.toJSON() ?? {}).length;

export const fitsInline = (documents: Iterable<PolicyDocument>): boolean =>
  [...documents].reduce((sum, document) => sum + lengthOf(document), RESERVE) <= QUOTA.inline;

interface StatementJson {
  Sid?: string;
  Resource?: string | string[];
}

/**
 * The same rights in documents of which each is short enough for a managed policy: a statement on many resources is as many
 * statements on some of them. One that fits stays as it is.
 */
export function spread(document: PolicyDocument): PolicyDocument[] {
  if (lengthOf(document) + RESERVE <= QUOTA.managed) return [document];
  const spread: PolicyDocument[] = [];
  let last: StatementJson[] = [];
  const full = (statements: StatementJson[]) => JSON.stringify(statements).length + RESERVE > QUOTA.managed;
  for (const statement of (document.toJSON().Statement as StatementJson[]).flatMap(pieces)) {
    if (last.length > 0 && full([...last, statement])) {
      spread.push(documentOf(last));
      last = [];
    }
    last.push(statement);
  }
  return [...spread, documentOf(last)];
}

const documentOf = (statements: StatementJson[]) =>
  new PolicyDocument({ statements: statements.map((each) => PolicyStatement.fromJson(each)) });

const RESOURCES_OF_A_PIECE = 20;

function pieces(statement: StatementJson): StatementJson[] {
  const { Resource, Sid } = statement;
  if (!Array.isArray(Resource) || Resource.length <= RESOURCES_OF_A_PIECE) return [statement];
  return Array.from({ length: Math.ceil(Resource.length / RESOURCES_OF_A_PIECE) }, (_, at) => ({
    ...statement,
    Sid: at === 0 ? Sid : `${Sid}${at + 1}`,
    Resource: Resource.slice(at * RESOURCES_OF_A_PIECE, (at + 1) * RESOURCES_OF_A_PIECE),
  }));
}
