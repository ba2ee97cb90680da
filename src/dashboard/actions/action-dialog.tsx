// Asks before something is done, does it, and says what came of it. What fails is told where it was asked for.
import { useState } from 'preact/hooks';
import type { Action } from '../../server/shapes.js';
import { type ApiFailure, toFailure } from '../api.js';
import { Dialog } from '../parts/dialog.js';
import { Failure } from '../parts/notice.js';
import { zone } from '../preferences.js';
import { useServices } from '../services.js';
import { useStore } from '../store.js';
import { formatOffset, fromField } from '../time.js';
import type { Plan } from './plans.js';

/** `plan`: what is about to be done; null: nothing. */
export function ActionDialog({ plan, onClose }: { plan: Plan | null; onClose: () => void }) {
  return plan && <OpenDialog plan={plan} onClose={onClose} />;
}

function OpenDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const { api, tell } = useServices();
  const chosenZone = useStore(zone);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const [isBusy, setBusy] = useState(false);

  const act = async (form: HTMLFormElement) => {
    const data = new FormData(form);
    const read = (name: string) => String(data.get(name) ?? '');
    const action: Action = plan.build({
      text: read,
      time: (name) => fromField(read(name), chosenZone),
    });
    setBusy(true);
    setFailure(null);
    try {
      const { done } = await api.post<{ done: string }>('/api/actions', action);
      tell(done);
      onClose();
    } catch (error: unknown) {
      setFailure(toFailure(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={plan.title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void act(event.currentTarget);
        }}
      >
        <p>{plan.explanation}</p>
        {plan.fields.map((field) => (
          <label key={field.name}>
            <span>
              {field.label}
              {field.kind === 'time' && <span class="muted"> ({formatOffset(Date.now(), chosenZone)})</span>}
            </span>
            <input
              name={field.name}
              type={field.kind === 'time' ? 'datetime-local' : 'number'}
              min={field.kind === 'position' ? 1 : undefined}
              required={field.isRequired}
            />
          </label>
        ))}
        {failure && <Failure failure={failure} />}
        <div class="buttons">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class={plan.isDangerous ? 'dangerous' : 'primary'} disabled={isBusy}>
            {isBusy ? 'Working…' : plan.verb}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
