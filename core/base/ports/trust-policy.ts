type OneOrMany = string | string[];

/** One statement of a trust policy (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html). */
export interface TrustStatement {
  Sid?: string;
  Effect: string;
  Principal?: '*' | Record<string, OneOrMany>;
  Action?: OneOrMany;
  Condition?: Record<string, Record<string, OneOrMany>>;
}

/** Who may take a role. */
export interface TrustPolicy {
  Version?: string;
  Statement: TrustStatement | TrustStatement[];
}
