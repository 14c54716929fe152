import type { Parameters } from './member-template.ts';

interface Stack {
  name: string;
  region: string;
}

/** The console's own limit on the URL of a template (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-template.html). */
const LONGEST_URL = 1024;

/**
 * The page of the console that has everything filled in, where one only acknowledges the role and creates the stack
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-create-stacks-quick-create-links.html).
 */
export function quickCreateLink({ name, region }: Stack, templateUrl: string, parameters: Parameters): string {
  const query = new URLSearchParams({ templateURL: templateUrl, stackName: name });
  for (const [parameter, value] of Object.entries(parameters)) query.set(`param_${parameter}`, value);
  return `https://${consoleOf(region)}/cloudformation/home?region=${region}#/stacks/create/review?${query}`;
}

function consoleOf(region: string): string {
  if (region.startsWith('cn-')) return `${region}.console.amazonaws.cn`;
  return region.startsWith('us-gov-') ? `${region}.console.amazonaws-us-gov.com` : `${region}.console.aws.amazon.com`;
}

/** The same without a console; the template is small enough to go without a bucket. */
export function deployLine({ name, region }: Stack, file: string, parameters: Parameters): string {
  const overrides = Object.entries(parameters).map(([parameter, value]) => `${parameter}=${value}`);
  return [
    `aws cloudformation deploy --region ${region} --stack-name ${name} --template-file ${file}`,
    `--capabilities CAPABILITY_NAMED_IAM --parameter-overrides ${overrides.join(' ')}`,
  ].join(' \\\n      ');
}

/** What is wrong with a URL that a link is to lead to; undefined when it is fine. */
export function urlProblem(url: string): string | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'https:' || !/(^|\.)s3[.-]/.test(parsed.hostname)) {
    return `--template-url ${url}: CloudFormation takes templates from S3 only, as https://<bucket>.s3.<region>.amazonaws.com/<key>.`;
  }
  if (/[?&]X-Amz-Signature=/i.test(url)) {
    return '--template-url: CloudFormation reads the template with the rights of whoever opens the link; AWS documents no presigned URLs there. Let that account read the object, and give its plain URL.';
  }
  if (url.length > LONGEST_URL)
    return `--template-url: it has ${url.length} characters, and the console takes ${LONGEST_URL}.`;
  return undefined;
}
