/** Rules that take the traces of the source's API server off almost every object: nobody has to look at what they change. */
const ROUTINE_RULES: readonly string[] = ['strip-server-fields', 'drop-last-applied', 'drop-run-time-marks'];

export const isRoutine = (rule: string) => ROUTINE_RULES.includes(rule);
