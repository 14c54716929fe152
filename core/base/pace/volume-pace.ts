import * as z from 'zod';

/** Requests a second that all functions of all runs may make in an account and Region, and that one function makes. */
export const AccountShare = z.object({
  account: z.string(),
  region: z.string(),
  budget: z.number().positive(),
  perSecond: z.number().positive(),
});
export type AccountShare = z.infer<typeof AccountShare>;

/** What the functions keep that copy the blocks of one volume. */
export const VolumePace = z.object({
  functionsAtOnce: z.int().positive(),
  /** Requests of one function in each direction. */
  perSecond: z.number().positive(),
  shares: z.array(AccountShare),
});
export type VolumePace = z.infer<typeof VolumePace>;
