import { MADE_BY, sessionOf, TAG } from '../../core/base/run/names.ts';
import { unique } from '../members.ts';

/** The call puts our tag on what it makes. */
export const TAGGED_BY_CALL = { [`aws:RequestTag/${TAG.madeBy}`]: MADE_BY };

/** The thing carries our tag: kubeferry made it. */
export const MADE_BY_US = { [`aws:ResourceTag/${TAG.madeBy}`]: MADE_BY };

/** Names of routes in a policy that has other conditions as well. */
const MOST_NAMED = 80;

/**
 * It is kept for the next clone of one of the routes: clean-up-clone says so, once a clone is verified. Of more routes than a policy
 * has room for, it is kept for any.
 */
export const keptFor = (routes: readonly { name: string }[]) => ({
  [`aws:ResourceTag/${TAG.lineage}`]: routes.length > MOST_NAMED ? ['*'] : unique(routes.map(({ name }) => name)),
});

/**
 * Functions that put our tag on things where AWS does not say whether the call has made the thing (EC2 says so, by
 * `ec2:CreateAction`). Nothing that goes by such a tag may be done in the same session: whoever can tag a thing of others
 * could do it to them.
 */
export type Tagger = 'plan-segments' | 'make-cluster' | 'fill-cluster';

const sessions = (steps: string[]) => ({ 'aws:userid': steps.map((step) => `*:${sessionOf(step, '*')}`) });

/** Only in sessions of these functions: IAM ends the id of an assumed role in the session's name. */
export const inSessionOf = (...steps: (Tagger | 'complete-cluster' | 'prove-segment')[]) => ({
  StringLike: sessions(steps),
});

/** In sessions of any functions but these. */
export const notInSessionOf = (...steps: (Tagger | 'complete-cluster')[]) => ({ StringNotLike: sessions(steps) });

/** EBS calls KMS as EC2 does, also for the EBS direct APIs: `aws/ebs`'s own key policy is bound to this value. */
export const viaEc2 = (...regions: string[]) => ({
  'kms:ViaService': unique(regions).map((region) => `ec2.${region}.amazonaws.com`),
});
