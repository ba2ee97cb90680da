// An event's fields: what the collector knows of it, then everything that stands in the record.

import type { EventDetail } from '../../../server/shapes.js';
import { FACET_TITLES, type FacetName, type Search, toggleFacet } from '../../event-search.js';
import { indentJson, listFields } from '../../json-text.js';
import { Block, LongText, Text } from '../../parts/text.js';
import { Time } from '../../parts/time.js';

const MOST_FIELDS = 200;

interface FieldsProps {
  event: EventDetail;
  search: Search;
  onChange: (search: Search) => void;
}

export function EventFields({ event, search, onChange }: FieldsProps) {
  const fields = listFields(event.raw);
  return (
    <div class="record">
      <dl class="fields">
        <div>
          <dt>Event time</dt>
          <dd>{event.time === null ? 'none that can be read' : <Time at={event.time} />}</dd>
        </div>
        <div>
          <dt>First seen</dt>
          <dd>
            <Time at={event.first_seen} />
          </dd>
        </div>
        {facetsOf(event).map(([name, value]) => (
          <div key={name}>
            <dt>{FACET_TITLES[name]}</dt>
            <dd>
              <Text value={value} />
              {!search.chosen[name].includes(value) && (
                <button
                  type="button"
                  class="quiet small"
                  aria-label={`Only these: ${FACET_TITLES[name]} ${value}`}
                  onClick={() => onChange({ ...toggleFacet(search, name, value), open: null })}
                >
                  Only these
                </button>
              )}
            </dd>
          </div>
        ))}
      </dl>
      <h3>In the record</h3>
      <dl class="fields">
        {fields.slice(0, MOST_FIELDS).map(([path, value], at) => (
          <div key={at}>
            <dt>
              <Text value={path} />
            </dt>
            <dd>
              <LongText value={value} />
            </dd>
          </div>
        ))}
      </dl>
      {fields.length > MOST_FIELDS && (
        <p class="muted">{fields.length - MOST_FIELDS} more fields are in the JSON.</p>
      )}
      {event.revisions.length > 0 && (
        <>
          <h3>Seen again with another content</h3>
          {event.revisions.map(({ seen_at: seenAt, raw }) => (
            <details key={seenAt + raw}>
              <summary>
                <Time at={seenAt} />
              </summary>
              <Block value={indentJson(raw)} />
            </details>
          ))}
        </>
      )}
    </div>
  );
}

function facetsOf(event: EventDetail): readonly (readonly [FacetName, string])[] {
  const values = [
    ['workspace', event.workspace],
    ['type', event.type],
    ['resource', event.resource_type],
    ['user', event.user],
    ['ip', event.ip],
  ] as const;
  return values.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}
