// What to look for: words, a span of time, live or not, and what to do with the result.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Search, SPANS } from '../../event-search.js';
import { zone } from '../../preferences.js';
import { useStore } from '../../store.js';
import { formatOffset, fromField, toField } from '../../time.js';

const TYPING_MS = 350;

interface SearchBarProps {
  search: Search;
  /** As the API is asked. */
  query: string;
  onChange: (search: Search, how?: 'push' | 'replace') => void;
  onLive: () => void;
}

export function SearchBar({ search, query, onChange, onLive }: SearchBarProps) {
  return (
    <div class="search-bar">
      <Words search={search} onChange={onChange} />
      <select
        aria-label="Time range"
        value={search.span}
        onChange={({ currentTarget: { value } }) => {
          const span = SPANS.find(({ name }) => name === value)?.name;
          if (span) onChange({ ...search, span, since: null, until: null });
          else
            onChange({
              ...search,
              span: 'custom',
              since: new Date(Date.now() - 86_400_000).toISOString(),
              isLive: false,
            });
        }}
      >
        {SPANS.map(({ name, text }) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
        <option value="custom">From … to …</option>
      </select>
      {search.span === 'custom' && <Ends search={search} onChange={onChange} />}
      <button type="button" aria-pressed={search.isLive} onClick={onLive}>
        <span class={search.isLive ? 'dot on' : 'dot'} /> Live
      </button>
      <span class="exports">
        Export
        <a class="button" href={`/api/export?format=ndjson&${query}`} download>
          NDJSON
        </a>
        <a class="button" href={`/api/export?format=csv&${query}`} download>
          CSV
        </a>
      </span>
    </div>
  );
}

/** Looked for as one writes, and at once by Enter. */
function Words({ search, onChange }: Pick<SearchBarProps, 'search' | 'onChange'>) {
  const [text, setText] = useState(search.q);
  const asked = useRef(search.q);
  const latest = useRef({ search, onChange });
  latest.current = { search, onChange };
  useEffect(() => {
    // Somebody went back, or took the words off elsewhere.
    if (search.q !== asked.current) setText(search.q);
    asked.current = search.q;
  }, [search.q]);
  const look = (how: 'push' | 'replace') => {
    const q = text.trim();
    if (q === latest.current.search.q) return;
    asked.current = q;
    latest.current.onChange({ ...latest.current.search, q }, how);
  };
  useEffect(() => {
    const timer = setTimeout(() => look('replace'), TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <search class="words">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          look('push');
        }}
      >
        <input
          id="search"
          type="search"
          aria-label="Search in the records"
          placeholder="Search: every word must stand in the record"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <kbd>/</kbd>
      </form>
    </search>
  );
}

function Ends({ search, onChange }: Pick<SearchBarProps, 'search' | 'onChange'>) {
  const chosenZone = useStore(zone);
  const ends = [
    ['since', 'From'],
    ['until', 'to'],
  ] as const;
  return (
    <span class="ends">
      {ends.map(([end, label]) => (
        <label key={end}>
          {label}
          <input
            type="datetime-local"
            value={search[end] === null ? '' : toField(search[end], chosenZone)}
            onChange={(event) =>
              onChange({ ...search, [end]: fromField(event.currentTarget.value, chosenZone) })
            }
          />
        </label>
      ))}
      <span class="muted">{formatOffset(Date.parse(search.since ?? '') || Date.now(), chosenZone)}</span>
    </span>
  );
}
