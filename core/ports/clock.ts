/** Time as an argument: the domain never asks the machine. */
export interface Clock {
  now(): Date;
  sleep(milliseconds: number): Promise<void>;
}
