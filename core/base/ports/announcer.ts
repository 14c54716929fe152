import type { Announcement } from './clone-event.ts';

/** Tells people and other systems what happens to a clone. */
export interface Announcer {
  /** The same announcement of the same clone may be told again and again, and goes out once. */
  tell(announcement: Announcement): Promise<void>;
}
