/** Time as an argument: the domain never asks the machine. */
export interface Clock {
  now(): Date;
  /** Ends early, without an error, when the signal aborts: no timer outlives the thing that waits. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
