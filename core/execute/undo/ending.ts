/** At the end of a run that went well, where the clone stays whatever is left, or of one that is undone. */
export type Ending = 'verified' | 'roll-back';
