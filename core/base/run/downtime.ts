/**
 * What of a cut-over is no copy: a minute until all pods are gone (they get 30 seconds by default,
 * https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination), and two until the volumes are made, the
 * workload is applied, and its pods are seen to be ready.
 */
export const AROUND_SECONDS = 180;

/** `48 seconds`, `12 minutes` */
export const sayDuration = (seconds: number): string =>
  seconds < 120 ? `${Math.round(seconds)} seconds` : `${Math.round(seconds / 60)} minutes`;
