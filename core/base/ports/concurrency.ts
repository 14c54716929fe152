/** Functions that may run at a time in the hub's account and Region. */
export interface Concurrency {
  account: number;
  /** Of these, what no function has reserved for itself: the run's functions share it. */
  unreserved: number;
}
