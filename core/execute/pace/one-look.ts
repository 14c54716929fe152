/** One look for all who ask while it is under way. Where it fails, what is held goes back to others. */
export function oneLook(look: () => Promise<void>, leave: () => Promise<void>): () => Promise<void> {
  let looking: Promise<void> | undefined;
  return () => {
    looking ??= look()
      .catch(async (error: unknown) => {
        await leave().catch(() => {});
        throw error;
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };
}
