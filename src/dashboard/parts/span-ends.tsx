// The two ends of a span in a histogram, as sliders: arrow keys move one, Enter takes the span, Escape gives it up.

/** Buckets: the first one chosen and the one behind the last. */
export type Span = readonly [first: number, end: number];

interface SpanEndsProps {
  /** How many buckets there are. */
  size: number;
  /** Null: all of them. */
  span: Span | null;
  /** The time at which a bucket begins. */
  show: (bucket: number) => string;
  onChange: (span: Span | null) => void;
  onTake: (span: Span) => void;
}

const STEPS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
const LONG_STEP = 5;

export function SpanEnds({ size, span, show, onChange, onTake }: SpanEndsProps) {
  const [first, end] = span ?? [0, size];
  const move = (which: 'first' | 'end', to: number) => {
    if (which === 'first') onChange([clamp(to, 0, end - 1), end]);
    else onChange([first, clamp(to, first + 1, size)]);
  };
  const onKey = (which: 'first' | 'end', event: KeyboardEvent) => {
    const { key, shiftKey } = event;
    const step = STEPS[key];
    if (step !== undefined)
      move(which, (which === 'first' ? first : end) + step * (shiftKey ? LONG_STEP : 1));
    else if (key === 'Home') move(which, 0);
    else if (key === 'End') move(which, size);
    else if (key === 'Enter') onTake([first, end]);
    else if (key === 'Escape' && span) onChange(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const ends = [
    { which: 'first', at: first, label: 'Begin of the span', min: 0, max: end - 1 },
    { which: 'end', at: end, label: 'End of the span', min: first + 1, max: size },
  ] as const;
  return (
    <>
      {span && <div class="brush" style={{ left: percent(first), width: percent(end - first) }} />}
      {ends.map(({ which, at, label, min, max }) => (
        <div
          key={which}
          class="span-end"
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={min}
          aria-valuemax={max}
          aria-valuenow={at}
          aria-valuetext={show(at)}
          style={{ left: percent(at) }}
          onKeyDown={(event) => onKey(which, event)}
        />
      ))}
    </>
  );

  function percent(buckets: number): string {
    return `${(buckets / size) * 100}%`;
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
