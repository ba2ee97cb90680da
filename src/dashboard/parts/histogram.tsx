// Counts over time as bars. A span is chosen by dragging, by a click on a bar, or with its two ends by the arrow keys.
import { useRef, useState } from 'preact/hooks';
import { formatAge, formatCount } from '../../app/quantities.js';
import type { Histogram as Counts } from '../../server/shapes.js';
import { zone } from '../preferences.js';
import { useStore } from '../store.js';
import { formatTime, type TimeForm } from '../time.js';
import { type Span, SpanEnds } from './span-ends.js';

const DAY_S = 86_400;

interface HistogramProps {
  counts: Counts;
  /** ISO 8601, `[since, until)`. */
  onChoose: (since: string, until: string) => void;
}

export function Histogram({ counts: { from, step_seconds: step, counts, total }, onChoose }: HistogramProps) {
  const chosenZone = useStore(zone);
  const plot = useRef<HTMLDivElement>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [span, setSpan] = useState<Span | null>(null);
  const size = counts.length;
  const most = Math.max(0, ...counts);
  const timeAt = (bucket: number) => Date.parse(from) + bucket * step * 1000;
  const form: TimeForm = step * size > 20 * DAY_S ? 'day' : step * size > DAY_S / 2 ? 'minute' : 'clock';
  const show = (bucket: number) => formatTime(timeAt(bucket), chosenZone, step < 60 ? 'full' : 'minute');
  const choose = ([first, end]: Span) => {
    setSpan(null);
    onChoose(new Date(timeAt(first)).toISOString(), new Date(timeAt(end)).toISOString());
  };
  const bucketAt = (event: PointerEvent) => {
    const box = plot.current?.getBoundingClientRect();
    if (!box) return 0;
    return Math.min(size - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * size)));
  };
  const spanTo = (bucket: number): Span => [
    Math.min(anchor ?? bucket, bucket),
    Math.max(anchor ?? bucket, bucket) + 1,
  ];
  const looked: Span | null = span ?? (hovered === null ? null : [hovered, hovered + 1]);
  const sum = (counted: Span) => counts.slice(...counted).reduce((all, count) => all + count, 0);

  return (
    <div class="histogram">
      <p class="readout number">
        <strong>{formatCount(total)} events</strong>
        <span class="muted">
          {looked
            ? `${formatCount(sum(looked))} from ${show(looked[0])} to ${show(looked[1])}`
            : `at most ${formatCount(most)} in ${formatAge(step)}`}
        </span>
      </p>
      <div
        class="plot"
        ref={plot}
        onPointerDown={(event) => {
          if (event.button !== 0 || (event.target as Element).closest('[role=slider]')) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const bucket = bucketAt(event);
          setAnchor(bucket);
          setSpan([bucket, bucket + 1]);
        }}
        onPointerMove={(event) => {
          const bucket = bucketAt(event);
          setHovered(bucket);
          if (anchor !== null) setSpan(spanTo(bucket));
        }}
        onPointerUp={(event) => {
          if (anchor !== null) choose(spanTo(bucketAt(event)));
          setAnchor(null);
        }}
        onPointerCancel={() => {
          setAnchor(null);
          setSpan(null);
        }}
        onPointerLeave={() => setHovered(null)}
      >
        <svg
          viewBox={`0 0 ${size} 100`}
          preserveAspectRatio="none"
          role="img"
          aria-label={`${formatCount(total)} events from ${show(0)} to ${show(size)}, at most ${formatCount(most)} in ${formatAge(step)}`}
        >
          {hovered !== null && anchor === null && (
            <rect class="hovered" x={hovered} y="0" width="1" height="100" />
          )}
          <path d={drawBars(counts, most)} />
        </svg>
        <SpanEnds size={size} span={span} show={show} onChange={setSpan} onTake={choose} />
      </div>
      <div class="axis number muted" aria-hidden="true">
        {[0, size / 2, size].map((bucket) => (
          <span key={bucket}>{formatTime(timeAt(bucket), chosenZone, form)}</span>
        ))}
      </div>
    </div>
  );
}

function drawBars(counts: readonly number[], most: number): string {
  return counts
    .map((count, at) =>
      count === 0 ? '' : `M${at + 0.08} 100v-${(2 + (count / most) * 96).toFixed(1)}h.84V100Z`,
    )
    .join('');
}
