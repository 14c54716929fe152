/** A variable that the deployment must set; a missing one names itself at the first call. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The function's environment lacks ${name}; deploy the hub stack again.`);
  return value;
}

/** The function's own role, as Lambda puts it into the environment (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html). */
export const ownCredentials = async () => ({
  accessKeyId: required('AWS_ACCESS_KEY_ID'),
  secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
  sessionToken: required('AWS_SESSION_TOKEN'),
});
