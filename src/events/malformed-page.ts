// A response that is no page of records. What reads it from the network adds where it came from.

/** Says in its message what the response is instead of a page. */
export class MalformedPage extends Error {
  override readonly name = 'MalformedPage';
}
