// What was done, said once: seen for a while, and read out by readers of the screen.
import { useEffect } from 'preact/hooks';
import { createStore, type Store, useStore } from '../store.js';
import { Sign } from './sign.js';
import { Text } from './text.js';

const SHOWN_MS = 8000;

export interface Toast {
  id: number;
  text: string;
  tone: 'good' | 'bad';
}

export interface Toaster {
  store: Store<readonly Toast[]>;
  tell(text: string, tone?: Toast['tone']): void;
}

export function createToaster(): Toaster {
  const store = createStore<readonly Toast[]>([]);
  let last = 0;
  return {
    store,
    tell(text, tone = 'good') {
      last += 1;
      store.set([...store.state.slice(-3), { id: last, text, tone }]);
    },
  };
}

/** The region is there from the start: what comes into it later is announced. */
export function Toasts({ store }: { store: Store<readonly Toast[]> }) {
  const toasts = useStore(store);
  const drop = (id: number) => store.set(store.state.filter((toast) => toast.id !== id));
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} onDrop={() => drop(toast.id)} />
      ))}
    </div>
  );
}

/** Bad news stays until it is put away. */
function OneToast({ toast, onDrop }: { toast: Toast; onDrop: () => void }) {
  useEffect(() => {
    if (toast.tone === 'bad') return;
    const timer = setTimeout(onDrop, SHOWN_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div class={`toast ${toast.tone}`}>
      <Sign name={toast.tone === 'good' ? 'check' : 'cross'} />
      <Text value={toast.text} />
      <button type="button" class="quiet icon" aria-label="Dismiss" onClick={onDrop}>
        <Sign name="close" />
      </button>
    </div>
  );
}
