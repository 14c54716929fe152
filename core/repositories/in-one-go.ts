/** How zlib unpacks. */
export interface OneGo {
  chunkSize: number;
  maxOutputLength: number;
}

/** The least that zlib takes. */
const SMALLEST_CHUNK = 64;

/**
 * For bytes of which it is known how many they become: into one buffer, instead of many of 16 KiB that are joined, which takes
 * a third less time; and no more of them than that, so that what is damaged cannot fill the memory.
 */
export const inOneGo = (plainBytes: number): OneGo => {
  const bytes = Math.max(plainBytes + 1, SMALLEST_CHUNK);
  return { chunkSize: bytes, maxOutputLength: bytes };
};

/** For bytes of which that is not known: as long as a text may be that is parsed, so that a few bytes cannot fill the memory. */
export const UP_TO_A_TEXT = { maxOutputLength: 512 * 2 ** 20 };
