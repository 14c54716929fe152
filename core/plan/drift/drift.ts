export interface Drift {
  /** The clone that the source is compared with. */
  of: string;
  /** How many objects differ. */
  objects: number;
}
