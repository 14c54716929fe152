import type { Secrets } from '../../core/base/ports/secrets.ts';
import { awsCall } from './errors.ts';
import { jsonCall } from './json-call.ts';
import type { MemberSession } from './member.ts';

interface Answer {
  SecretString?: string;
  SecretBinary?: string;
}

/** Secrets Manager with the rights of a member (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html), each in the Region of its ARN. */
export const memberSecrets = ({ credentials }: Pick<MemberSession, 'credentials'>): Secrets => ({
  read: (arn) =>
    awsCall(`read secret ${arn}`, async () => {
      const [, , , region = ''] = arn.split(':');
      const input = { SecretId: arn };
      const place = { region, credentials };
      const answer = await jsonCall<Answer>(place, 'secretsmanager', 'secretsmanager.GetSecretValue', input);
      return answer.SecretString ?? Buffer.from(answer.SecretBinary ?? '', 'base64').toString('utf8');
    }),
});
