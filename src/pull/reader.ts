// What reading a window needs beside the window.
import type { Page } from '../events/page.js';
import type { Ask } from './ask.js';
import type { PageLimit } from './page-limit.js';
import type { Place } from './places.js';
import type { Session } from './session.js';

export interface Reader {
  session: Session;
  ask: Ask;
  /** How long pages can be, as far as this pull has seen. */
  pageLimit: PageLimit;
  /** Called after each page that was stored. */
  onPage: (place: Place, page: Page, stored: number) => Promise<void>;
  /** Waits, unless the pause comes first. */
  rest: (ms: number) => Promise<void>;
  /** Leave to calibrate: given once. */
  takeCalibration: () => boolean;
}
