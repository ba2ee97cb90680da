// One event, in every form there is of it.
import type { EventDetail } from '../../../server/shapes.js';
import type { Search } from '../../event-search.js';
import { indentJson } from '../../json-text.js';
import { CopyButton } from '../../parts/copy-button.js';
import { Dialog } from '../../parts/dialog.js';
import { Empty, Failure, Skeleton } from '../../parts/notice.js';
import { Tabs } from '../../parts/tabs.js';
import { Block } from '../../parts/text.js';
import { useQuery } from '../../use-query.js';
import { EventFields } from './event-fields.js';

interface DrawerProps {
  position: number;
  search: Search;
  onClose: () => void;
  onChange: (search: Search) => void;
}

export function EventDrawer({ position, search, onClose, onChange }: DrawerProps) {
  const { answer, failure, reload } = useQuery<EventDetail>(`/api/events/${position}`);
  const event = answer?.position === position ? answer : null;
  return (
    <Dialog title={`Event #${position}`} kind="drawer" onClose={onClose}>
      {failure && <Failure failure={failure} onRetry={reload} />}
      {!event && !failure && <Skeleton lines={8} label="Waiting for the event" />}
      {event && (
        <Tabs
          key={position}
          label="Forms of the event"
          tabs={[
            { name: 'Fields', view: () => <EventFields event={event} search={search} onChange={onChange} /> },
            { name: 'JSON', view: () => <Form what="JSON" text={indentJson(event.raw)} /> },
            { name: 'As it came', view: () => <Form what="record as it came" text={event.raw} /> },
            { name: 'OCSF', view: () => <Form what="OCSF" text={event.ocsf && indentJson(event.ocsf)} /> },
            { name: 'ECS', view: () => <Form what="ECS" text={event.ecs && indentJson(event.ecs)} /> },
          ]}
        />
      )}
    </Dialog>
  );
}

function Form({ what, text }: { what: string; text: string | null }) {
  if (text === null) {
    return (
      <Empty title={`This event cannot be expressed as ${what}.`}>
        <p>The record as it came is kept all the same.</p>
      </Empty>
    );
  }
  return (
    <div class="copyable">
      <Block value={text} />
      <CopyButton text={text} what={what} />
    </div>
  );
}
