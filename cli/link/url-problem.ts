/** The console's own limit on the URL of a template (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-using-console-create-stack-template.html). */
const LONGEST_URL = 1024;

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
