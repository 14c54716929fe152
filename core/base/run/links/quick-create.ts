import type { Parameters } from './member-template.ts';

interface Stack {
  name: string;
  region: string;
}

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
