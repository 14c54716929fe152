import type { Announcement } from './clone-event.ts';

/** Notifies people and other systems of what happens to a clone. */
export interface Announcer {
  /** The same announcement of the same clone may be made again and again, and goes out once. */
  announce(announcement: Announcement): Promise<void>;
}
