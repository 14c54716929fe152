import { KubeferryError } from '../../core/base/errors.ts';

/** How a blob is reached: by its SAS URL, which is as good as a password, and ends at its time. */
export interface PageAccess {
  url(): string;
  /** Another one in the place of one that Azure has refused; the same where there is none better. */
  renew(refused: string): Promise<string>;
}

/** An access that is good for as long as it is asked for again, once for all that wait for it. */
export async function lasting(ask: () => Promise<string>): Promise<PageAccess> {
  let current = await ask();
  let asking: Promise<string> | undefined;
  return {
    url: () => current,
    renew(refused) {
      if (refused !== current) return Promise.resolve(current);
      asking ??= ask()
        .then((url) => {
          current = url;
          return url;
        })
        // What Azure has no name for is that it gives none any more; the refusal says more.
        .catch((error: unknown) => {
          if (error instanceof KubeferryError) throw error;
          return refused;
        })
        .finally(() => {
          asking = undefined;
        });
      return asking;
    },
  };
}

/** One that is what it is. */
export const accessOf = (access: string | PageAccess): PageAccess =>
  typeof access === 'string' ? { url: () => access, renew: async () => access } : access;
