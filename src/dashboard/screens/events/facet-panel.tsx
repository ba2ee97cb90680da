// The commonest values among what was found, to narrow the search with. What is chosen stays in sight.
import { useState } from 'preact/hooks';
import { formatCount } from '../../../app/quantities.js';
import type { Facet, Facets } from '../../../server/shapes.js';
import { FACET_TITLES, FACETS, type FacetName, type Search, toggleFacet } from '../../event-search.js';
import { Failure, Skeleton } from '../../parts/notice.js';
import { Text } from '../../parts/text.js';
import type { Query } from '../../use-query.js';

const FEW = 6;

interface PanelProps {
  facets: Query<Facets>;
  search: Search;
  onChange: (search: Search) => void;
}

export function FacetPanel({ facets, search, onChange }: PanelProps) {
  const { answer, failure, reload } = facets;
  const isWide = matchMedia('(min-width: 1001px)').matches;
  return (
    <details class="facets" open={isWide}>
      <summary>Narrow down</summary>
      {failure && <Failure failure={failure} onRetry={reload} />}
      {!answer && !failure && <Skeleton lines={8} label="Waiting for the commonest values" />}
      {answer &&
        FACETS.map((name) => (
          <FacetGroup
            key={name}
            name={name}
            values={withChosen(answer[name], search.chosen[name])}
            chosen={search.chosen[name]}
            onToggle={(value) => onChange(toggleFacet(search, name, value))}
          />
        ))}
    </details>
  );
}

interface GroupProps {
  name: FacetName;
  values: readonly Facet[];
  chosen: readonly string[];
  onToggle: (value: string) => void;
}

function FacetGroup({ name, values, chosen, onToggle }: GroupProps) {
  const [isWhole, setWhole] = useState(false);
  if (values.length === 0) return null;
  const shown = isWhole ? values : values.slice(0, FEW);
  return (
    <fieldset>
      <legend>{FACET_TITLES[name]}</legend>
      {shown.map(({ value, count }) => (
        <label key={value}>
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => onToggle(value)} />
          <Text value={value} />
          <span class="number muted">{formatCount(count)}</span>
        </label>
      ))}
      {values.length > FEW && (
        <button type="button" class="quiet small" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Fewer' : `${values.length - FEW} more`}
        </button>
      )}
    </fieldset>
  );
}

/** What is chosen first, also where nothing is found with it. */
function withChosen(values: readonly Facet[], chosen: readonly string[]): readonly Facet[] {
  const counts = new Map(values.map(({ value, count }) => [value, count]));
  return [
    ...chosen.map((value) => ({ value, count: counts.get(value) ?? 0 })),
    ...values.filter(({ value }) => !chosen.includes(value)),
  ];
}
