// An address that leads nowhere.
import { Empty } from '../parts/notice.js';
import { followLink } from '../route.js';

export function NotFound() {
  return (
    <>
      <h1 tabIndex={-1}>Not found</h1>
      <Empty title="There is nothing at this address.">
        <p>
          <a href="/" onClick={followLink}>
            To the overview
          </a>
        </p>
      </Empty>
    </>
  );
}
