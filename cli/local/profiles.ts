interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

/** A configuration file of the AWS CLI with a profile for each person (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html). */
export function profilesOf(
  people: Record<string, Keys>,
  { endpoint, region }: { endpoint: string; region: string },
): string {
  return Object.entries(people)
    .map(([name, { accessKeyId, secretAccessKey }]) =>
      [
        `[profile ${name}]`,
        `region = ${region}`,
        `endpoint_url = ${endpoint}`,
        `aws_access_key_id = ${accessKeyId}`,
        `aws_secret_access_key = ${secretAccessKey}`,
        '',
      ].join('\n'),
    )
    .join('\n');
}
