/** A variable that the deployment must set; a missing one names itself at the first call. */
export function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`The function's environment lacks ${name}; deploy the hub stack again.`);
  return value;
}
