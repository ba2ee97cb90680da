// What is shown where there is nothing to show: not yet, not any more, or not at all.
import type { ComponentChildren } from 'preact';
import type { ApiFailure } from '../api.js';
import { Sign } from './sign.js';
import { Prose } from './text.js';

/** As many grey lines as there will be something. */
export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div class="skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, at) => (
        <span key={at} />
      ))}
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <p class="strong">{title}</p>
      {children}
    </div>
  );
}

export function Failure({ failure, onRetry }: { failure: ApiFailure; onRetry?: () => void }) {
  return (
    <div class="failure" role="alert">
      <Sign name="cross" />
      <div>
        <p class="strong">
          <Prose value={failure.message} />
        </p>
        <p>
          <Prose value={failure.hint} />
        </p>
      </div>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
