// What the collector delivers to and alerts: it refuses the events that hold a word, until it is told to take them.
import { type HttpReceiver, startHttpReceiver } from '../../support/http-receiver.js';

/** In the records that are refused. */
export const POISON = 'an event that nobody wants';

export interface Receiver {
  readonly url: string;
  /** Whether it takes everything from now on. */
  takesAll: boolean;
  /** The events that were taken, as `keyOf` names them, in order, repeats included. */
  taken(): readonly string[];
  /** Bodies of the alerts that came, parsed. */
  alerts(): readonly { kind: string; subject: string }[];
  close: HttpReceiver['close'];
}

/** An event's workspace and id: each workspace counts by itself. */
export function keyOf(record: string): string {
  const { id, workspace } = JSON.parse(record);
  return `${workspace.id}/${id}`;
}

export async function startReceiver(): Promise<Receiver> {
  let takesAll = false;
  const taken: string[] = [];
  const alerts: { kind: string; subject: string }[] = [];
  const receiver = await startHttpReceiver(({ path, body }) => {
    const text = body.toString('utf8');
    if (path === '/alert') {
      alerts.push(JSON.parse(text));
      return { status: 204 };
    }
    if (!takesAll && text.includes(POISON)) return { status: 422, body: 'nobody wants this event' };
    for (const line of text.split('\n')) if (line !== '') taken.push(keyOf(line));
    return { status: 204 };
  });
  return {
    url: receiver.url,
    get takesAll() {
      return takesAll;
    },
    set takesAll(takes) {
      takesAll = takes;
    },
    taken: () => taken,
    alerts: () => alerts,
    close: receiver.close,
  };
}
