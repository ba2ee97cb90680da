// The form: name, data centre, token, and how far back to read.
import type { RefObject } from 'preact';
import { useId } from 'preact/hooks';
import { regions } from '../../../workato/regions.js';
import { zone } from '../../preferences.js';
import { useStore } from '../../store.js';
import { formatTime } from '../../time.js';
import { type Draft, type findStored, oldestKept } from './draft.js';

interface FormProps {
  draft: Draft;
  tokenField: RefObject<HTMLInputElement | null>;
  stored: ReturnType<typeof findStored>;
  /** Of the workspaces that there are. */
  names: readonly string[];
  isBusy: boolean;
  onChange: (draft: Draft) => void;
  onTest: () => void;
}

export function ConnectForm({ draft, tokenField, stored, names, isBusy, onChange, onTest }: FormProps) {
  const listId = useId();
  const set = (change: Partial<Draft>) => onChange({ ...draft, ...change });
  return (
    <form
      class="form card"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        onTest();
      }}
    >
      <label>
        <span>Name</span>
        <input
          value={draft.name}
          required
          maxLength={100}
          list={listId}
          placeholder="acme-prod"
          onInput={(event) => set({ name: event.currentTarget.value })}
        />
        <datalist id={listId}>
          {names.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </label>
      <label>
        <span>Data centre</span>
        <select value={draft.region} onChange={(event) => set({ region: event.currentTarget.value })}>
          {regions.map(({ name, baseUrl }) => (
            <option key={baseUrl} value={baseUrl}>
              {name}: {baseUrl}
            </option>
          ))}
          <option value="own">A host of your own (virtual private Workato)</option>
        </select>
      </label>
      {draft.region === 'own' && (
        <label>
          <span>Base URL</span>
          <input
            type="url"
            required
            value={draft.ownUrl}
            placeholder="https://app.workato.example.com"
            onInput={(event) => set({ ownUrl: event.currentTarget.value })}
          />
        </label>
      )}
      <label>
        <span>API token</span>
        <input
          ref={tokenField}
          type="password"
          autoComplete="off"
          required={!stored?.isSameUrl}
          aria-describedby={`${listId}-token`}
        />
        <span class="muted small" id={`${listId}-token`}>
          {explainToken(stored)}
        </span>
      </label>
      <Start draft={draft} set={set} />
      <details>
        <summary>Embedded: one customer's log</summary>
        <label>
          <span>Managed user id</span>
          <input
            value={draft.managedUserId}
            onInput={(event) => set({ managedUserId: event.currentTarget.value })}
          />
        </label>
      </details>
      <div class="buttons">
        <button type="submit" class="primary" disabled={isBusy}>
          {isBusy ? 'Testing…' : 'Test connection'}
        </button>
      </div>
    </form>
  );
}

function explainToken(stored: FormProps['stored']): string {
  if (stored === null)
    return 'Of an API client whose role may read the activity audit log. It is never shown again.';
  return stored.isSameUrl
    ? `Left empty, the stored token of ${stored.workspace.name} is used.`
    : `The stored token of ${stored.workspace.name} only goes to ${stored.workspace.base_url}: for another base URL type the token again.`;
}

function Start({ draft, set }: { draft: Draft; set: (change: Partial<Draft>) => void }) {
  const chosenZone = useStore(zone);
  const oldest = formatTime(oldestKept(Date.now()), chosenZone, 'day');
  const isTooOld = draft.start === 'date' && draft.startDate !== '' && draft.startDate < oldest;
  const choices = [
    ['now', 'From now on only'],
    ['all', `All that Workato keeps: a year by default, so since ${oldest}`],
    ['date', 'From a day on'],
  ] as const;
  return (
    <fieldset class="choices">
      <legend>History</legend>
      {choices.map(([value, text]) => (
        <label key={value}>
          <input
            type="radio"
            name="start"
            checked={draft.start === value}
            onChange={() => set({ start: value })}
          />
          {text}
        </label>
      ))}
      {draft.start === 'date' && (
        <input
          type="date"
          required
          aria-label="First day"
          value={draft.startDate}
          onInput={(event) => set({ startDate: event.currentTarget.value })}
        />
      )}
      {isTooOld && (
        <p class="hint" role="status">
          Workato keeps the log for a year by default: before {oldest} there will hardly be anything.
        </p>
      )}
    </fieldset>
  );
}
