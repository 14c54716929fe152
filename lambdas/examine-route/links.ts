import { readFileSync } from 'node:fs';
import { s3ObjectStore } from '../../adapters/aws/object-store.ts';
import { type MemberTemplates, TEMPLATES_FILE, templateKey, templateUrl } from '../../core/base/run/links/published.ts';
import type { Published } from '../../core/serve/api/list-members.ts';
import { required } from '../_shared/environment.ts';

/** Puts the template of a member where its account may read it. */
export async function publish(stack: string): Promise<Published | undefined> {
  const made = templates()[stack];
  if (!made) return undefined;
  const bucket = required('KUBEFERRY_LINKS');
  const key = templateKey(stack);
  await s3ObjectStore({ bucket }).put(key, `${JSON.stringify(made.template, null, 1)}\n`);
  return {
    url: templateUrl(bucket, required('AWS_REGION'), stack),
    s3: `s3://${bucket}/${key}`,
    parameters: made.parameters,
  };
}

/** They lie beside the code of the function. */
const templates = () => JSON.parse(readFileSync(new URL(TEMPLATES_FILE, import.meta.url), 'utf8')) as MemberTemplates;
