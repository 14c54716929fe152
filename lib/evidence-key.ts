import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { StepFunction } from './functions/step-function.ts';

/** Those that sign: each signs what it has seen itself. */
const SIGNERS = ['write-report', 'examine-route', 'clean-up-clone'];

export interface EvidenceKeyProps {
  functions: readonly StepFunction[];
}

/**
 * The key that signs the evidence of runs. It is kept when the stack is deleted, so that whoever has a document can still read
 * the public key from KMS itself; such keys are not rotated by KMS
 * (https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html).
 */
export class EvidenceKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { functions }: EvidenceKeyProps) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      alias: 'alias/kubeferry-evidence',
      description: 'Signs the evidence of kubeferry runs',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    for (const { role, function: fn } of functions.filter(({ step }) => SIGNERS.includes(step))) {
      fn.addEnvironment('KUBEFERRY_EVIDENCE_KEY', this.key.keyArn);
      role.addToPolicy(
        new PolicyStatement({
          sid: 'SignEvidence',
          actions: ['kms:Sign', 'kms:GetPublicKey'],
          resources: [this.key.keyArn],
        }),
      );
    }
    new CfnOutput(Stack.of(this), 'evidence-key', { value: this.key.keyArn });
  }
}
