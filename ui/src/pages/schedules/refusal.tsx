import { Failed } from '../../parts/states.tsx';

/** Why a schedule was not kept. */
export const Refusal = ({ error, right }: { error: Error | null; right: string }) =>
  error ? <Failed error={error} right={right} /> : null;
