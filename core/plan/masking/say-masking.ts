import type { PlannedMasking } from './plan-masking.ts';

/** `1 h 2 min`, `3 min 20 s`, `5 s` */
export function sayMaskingTime(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const parts = [hours && `${hours} h`, minutes && `${minutes} min`, rest && `${rest} s`].filter(Boolean);
  return parts.slice(0, 2).join(' ') || '0 s';
}

/** A line for each thing that a person who reads or approves a plan has to know of its masking. */
export function sayMasking({ jobs, onFailure, unmasked }: PlannedMasking): string[] {
  const after =
    onFailure === 'keep'
      ? 'If one fails, nothing is started, and the volumes stay for a look.'
      : 'If one fails, nothing is started, and the run is undone.';
  return [
    ...jobs.map(
      ({ name, namespace, claims, image, timeoutSeconds }) =>
        `Before anything starts, ${name} masks ${[...new Set(Object.values(claims))].map((claim) => `${namespace}/${claim}`).join(', ')} with ${image}, within ${sayMaskingTime(timeoutSeconds)}.`,
    ),
    after,
    ...(unmasked.length > 0
      ? [`As they are stay ${unmasked.join(', ')}: the route says that they need no masking.`]
      : []),
  ];
}
