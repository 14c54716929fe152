import { MADE_BY, TAG } from '../../core/clone/names.ts';
import { unique } from '../members.ts';

/** The call puts our tag on what it makes. */
export const TAGGED_BY_CALL = { [`aws:RequestTag/${TAG.madeBy}`]: MADE_BY };

/** The thing carries our tag: kubeferry made it. */
export const MADE_BY_US = { [`aws:ResourceTag/${TAG.madeBy}`]: MADE_BY };

/** EBS calls KMS as EC2 does, also for the EBS direct APIs: `aws/ebs`'s own key policy is bound to this value. */
export const viaEc2 = (...regions: string[]) => ({
  'kms:ViaService': unique(regions).map((region) => `ec2.${region}.amazonaws.com`),
});
