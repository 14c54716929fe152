import { PolicyDocument } from 'aws-cdk-lib/aws-iam';
import { ENTRA_AUDIENCE } from '../../core/base/run/names.ts';
import { proveItself } from './prove-itself.ts';

/** Proves itself to Entra ID, where an application trusts this role: all else is said by role assignments in Azure. */
export class AzureIdentity extends PolicyDocument {
  constructor() {
    super({ statements: [proveItself('ProveItselfToEntra', [ENTRA_AUDIENCE])] });
  }
}
