// Amounts as bars: how much of a whole, with the number beside it.

interface GaugeProps {
  /** Between 0 and 1. */
  share: number;
  /** For readers of the screen: what the bar says. */
  label: string;
  tone?: 'good' | 'busy' | 'warn' | 'bad';
}

export function Gauge({ share, label, tone = 'busy' }: GaugeProps) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a native meter cannot be given these colours
    <span
      class={`gauge ${tone}`}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
    >
      <span style={{ width: `${percent}%` }} />
    </span>
  );
}

/** Counts as small bars, the last one still growing. */
export function Sparkline({ counts, label }: { counts: readonly number[]; label: string }) {
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, at) => {
    const height = count === 0 ? 4 : 8 + (count / most) * 92;
    return `M${at + 0.1} 100v-${height.toFixed(1)}h.8V100Z`;
  });
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${Math.max(1, counts.length)} 100`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={bars.slice(0, -1).join('')} />
      <path class="growing" d={bars.at(-1) ?? ''} />
    </svg>
  );
}
