// Which keys do what.
import { KEYS } from '../keys.js';
import { Dialog } from './dialog.js';

export function HelpDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl class="keys">
        {KEYS.map(([keys, does]) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">
        In the histogram the arrow keys move an end of the span, with Shift by more; Enter takes the span.
      </p>
    </Dialog>
  );
}
