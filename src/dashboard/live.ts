// The status as it comes: one stream of server-sent events that is opened again whenever it breaks.
import type { StatusAnswer, StatusChange } from '../server/shapes.js';
import { applyChange } from './apply-change.js';
import { addSample, type Samples } from './rates.js';
import { createStore, type Store } from './store.js';

const SILENCE_MS = 15_000;
const REOPEN_MS = 3000;

export interface Live {
  /** The newest; null before the first. */
  status: StatusAnswer | null;
  connection: 'connecting' | 'open' | 'lost';
  /** How far the feeds had come a moment ago. */
  samples: Samples;
}

export interface LiveStream {
  readonly store: Store<Live>;
  close(): void;
}

/** Opens the stream at `url`. A connection that says nothing for so long is taken for broken too. */
export function openLiveStream(url: string, onRefused: () => void): LiveStream {
  const store = createStore<Live>({ status: null, connection: 'connecting', samples: [] });
  let source: EventSource | null = null;
  let watchdog = 0;
  let isClosed = false;

  const listen = (waitMs: number) => {
    clearTimeout(watchdog);
    watchdog = setTimeout(lose, waitMs);
  };
  const open = () => {
    if (isClosed) return;
    source = new EventSource(url);
    listen(SILENCE_MS);
    const take = (status: StatusAnswer) => {
      listen(SILENCE_MS);
      store.set({ status, connection: 'open', samples: addSample(store.state.samples, status) });
    };
    source.addEventListener('status', ({ data }: MessageEvent<string>) =>
      take(JSON.parse(data) as StatusAnswer),
    );
    // Every stream begins with a whole status, so there is one that the change belongs to.
    source.addEventListener('change', ({ data }: MessageEvent<string>) => {
      if (store.state.status) take(applyChange(store.state.status, JSON.parse(data) as StatusChange));
    });
    source.addEventListener('error', lose);
  };
  const lose = () => {
    source?.close();
    if (store.state.connection !== 'lost') store.set({ ...store.state, connection: 'lost' });
    clearTimeout(watchdog);
    watchdog = setTimeout(open, REOPEN_MS);
    onRefused();
  };

  open();
  return {
    store,
    close() {
      isClosed = true;
      clearTimeout(watchdog);
      source?.close();
    },
  };
}
