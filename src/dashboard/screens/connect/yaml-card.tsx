// The configuration that comes of it, to be copied, or saved where the server may write it.
import { CopyButton } from '../../parts/copy-button.js';
import { Block } from '../../parts/text.js';

interface YamlProps {
  yaml: string;
  isWritable: boolean;
  isBusy: boolean;
  onSave: () => void;
}

export function YamlCard({ yaml, isWritable, isBusy, onSave }: YamlProps) {
  return (
    <section class="card" aria-labelledby="yaml">
      <h2 id="yaml">Configuration</h2>
      <Block value={yaml} />
      <p class="muted small">
        {isWritable
          ? 'Saving puts the token into a file of its own that nobody else can read, never into the configuration.'
          : 'The server may not write its configuration: copy this, and put the token where it names.'}
      </p>
      <div class="buttons">
        <CopyButton text={yaml} what="configuration" />
        {isWritable && (
          <button type="button" class="primary" disabled={isBusy} onClick={onSave}>
            {isBusy ? 'Saving…' : 'Save'}
          </button>
        )}
      </div>
    </section>
  );
}
