/** What the API says of the backups that a route begins at. */
import * as z from 'zod';

const time = z.string().describe('ISO 8601');

const KeptVolume = z.object({
  claim: z.string().describe('namespace/name; of a volume that is no claim: namespace/pod, and its name there'),
  kept: z.enum(['snapshot', 'kopia', 'restic', 'nothing']).describe('As what its data is kept'),
  snapshotId: z.string().optional().describe('Of EBS, or of the repository'),
  gibibytes: z.number().optional().describe('Of data in a repository, as far as the backup says it'),
  why: z.string().optional().describe('Why there is nothing that can be cloned'),
});
export type KeptVolume = z.infer<typeof KeptVolume>;

export const BackupView = z.object({
  name: z.string(),
  schedule: z.string().optional().describe('Of Velero, that made it'),
  state: z.string().describe("Velero's phase, such as Completed"),
  usable: z.boolean().describe('Whether a run may name it'),
  why: z.string().optional().describe('Why it may not'),
  takenAt: time.describe('What was changed later is not in it'),
  expiresAt: time.optional().describe('When Velero removes it'),
  namespaces: z.array(z.string()).describe('That have something in it, without those of the system'),
  objects: z.int(),
  errors: z.int(),
  warnings: z.int(),
  gibibytes: z.number().describe('Of data in repositories'),
  volumes: z.array(KeptVolume),
});
export type BackupView = z.infer<typeof BackupView>;

export const BackupList = z.object({
  route: z.string(),
  bucket: z.string(),
  prefix: z.string(),
  backups: z.array(BackupView).describe('The newest first'),
  unreadable: z.array(z.string()).describe('Names of those whose velero-backup.json is damaged'),
  total: z.int().describe('How many match'),
});
export type BackupList = z.infer<typeof BackupList>;

export const BackupsQuery = z.strictObject({
  schedule: z.string().max(253).optional().describe('Only those of this schedule of Velero'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('How many of the newest'),
});
export type BackupsQuery = z.infer<typeof BackupsQuery>;
