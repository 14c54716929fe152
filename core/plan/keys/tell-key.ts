import type { KeyUse } from './examine-key.ts';
import { type DriverPlace, rightToRead, rightToUse, statementFor } from './may-attach.ts';

export interface KeyTold {
  severity: 'blocker' | 'warning';
  /** In a few words. */
  found: string;
  /** Without the statement. */
  sentence: string;
  /** The statement to paste into the key's policy; one line of JSON. */
  statement: string;
}

const NEEDED =
  'Attaching a volume needs kms:CreateGrant of its caller, the role of the driver, and the policies that AWS has for it give no right on keys';
const PASTE = 'add the statement to the policy of the key';

/** What a person has to know and do about a key; undefined where volumes can be attached under it. */
export function tellKey(
  use: KeyUse,
  keyArn: string,
  place: DriverPlace & { cluster: string; roleArn: string },
): KeyTold | undefined {
  const { cluster } = place;
  const told = (severity: KeyTold['severity'], found: string, sentence: string): KeyTold => ({
    severity,
    found,
    sentence,
    statement: statementFor(place),
  });
  const pending = `pods of cluster "${cluster}" would wait for their volumes forever`;
  switch (use.answer) {
    case 'anybody':
    case 'seen':
    case 'role-may':
      return undefined;
    case 'denied':
      return told(
        'blocker',
        'a statement denies it',
        `A statement of the key's policy denies kms:CreateGrant to the whole account, so that ${pending}. Way out: take that statement back, and ${PASTE}.`,
      );
    case 'nobody':
      return told(
        'blocker',
        'lets no driver in',
        `No statement of the key's policy lets anybody of the account grant the use of it (kms:CreateGrant), so that ${pending}. Way out: ${PASTE}.`,
      );
    case 'role-may-not':
      return told(
        'blocker',
        "the driver's role may not",
        `${NEEDED}. The key's policy leaves it to the policies of roles, and those of ${use.roleArn}, by which the driver of cluster "${cluster}" calls, do not allow it, so that ${pending}. Way out: ${PASTE}; or give that role a policy with: ${rightToUse(keyArn)}`,
      );
    case 'left-to-iam':
      return told(
        'warning',
        'left to IAM',
        `${NEEDED}. The key's policy leaves it to the policies of roles, and no volume of cluster "${cluster}" is attached under this key yet. If the role of its driver has no policy of its own for the key, ${pending}. Way out: ${PASTE}; or give that role a policy with: ${rightToUse(keyArn)}`,
      );
    case 'named':
      return told(
        'warning',
        'lets in who is named',
        `The key's policy lets ${use.principals.join(', ')} attach volumes under it. If the role of the driver of cluster "${cluster}" is none of them, ${pending}; then ${PASTE}.`,
      );
    case 'depends':
      return told(
        'warning',
        'depends on the caller',
        `Whether the driver of cluster "${cluster}" may attach volumes under the key depends on conditions that were not judged (${use.on}). If they do not hold for it, ${pending}; then ${PASTE}.`,
      );
    case 'unread':
      return told(
        'warning',
        'policy not read',
        `The policy of the key may not be read (${use.why}), so it is not known whether cluster "${cluster}" can attach volumes under it; if not, ${pending}. Way out: ${PASTE} where it does not exist; or let it be read by ${place.roleArn}: ${rightToRead(keyArn)}`,
      );
  }
}
