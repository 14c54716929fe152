/** One right of a member role, tried out without doing anything. */
export interface Trial {
  /** Such as `ec2:CreateVolume`. */
  action: string;
  /** `untold` when AWS said something else first, so that nobody knows. */
  answer: 'allowed' | 'denied' | 'untold';
  /** In AWS's words, or why it was not tried. */
  said: string;
}

/** Contract: nothing is made, changed or deleted. */
export interface Rights {
  tryOut(): Promise<Trial[]>;
}
