// A long list in pages, with a box to find something in it.
import { useState } from 'preact/hooks';
import { formatCount } from '../../app/quantities.js';

const PAGE = 25;
const FEW = 8;

export interface Pages<Row> {
  /** Of the page shown. */
  rows: readonly Row[];
  filter: string;
  setFilter(filter: string): void;
  page: number;
  setPage(page: number): void;
  found: number;
  all: number;
}

/** The rows whose `textOf` holds every word of the filter, in pages. */
export function usePages<Row>(all: readonly Row[], textOf: (row: Row) => string): Pages<Row> {
  const [filter, setFilter] = useState('');
  const [chosen, setPage] = useState(0);
  const words = filter.toLowerCase().split(/\s+/);
  const found = all.filter((row) => words.every((word) => textOf(row).toLowerCase().includes(word)));
  const page = Math.min(chosen, Math.max(0, Math.ceil(found.length / PAGE) - 1));
  return {
    rows: found.slice(page * PAGE, (page + 1) * PAGE),
    filter,
    setFilter(text) {
      setFilter(text);
      setPage(0);
    },
    page,
    setPage,
    found: found.length,
    all: all.length,
  };
}

/** Nothing where all is on one screen anyway. */
export function FilterBox<Row>({ pages, label }: { pages: Pages<Row>; label: string }) {
  if (pages.all <= FEW) return null;
  return (
    <input
      type="search"
      class="filter"
      aria-label={label}
      placeholder={label}
      value={pages.filter}
      onInput={(event) => pages.setFilter(event.currentTarget.value)}
    />
  );
}

export function Pager<Row>({ pages, label }: { pages: Pages<Row>; label: string }) {
  const { page, found, rows } = pages;
  if (found <= PAGE) return null;
  const from = page * PAGE + 1;
  return (
    <nav class="pager" aria-label={label}>
      <button type="button" disabled={page === 0} onClick={() => pages.setPage(page - 1)}>
        Previous
      </button>
      <span class="number">
        {formatCount(from)}–{formatCount(from + rows.length - 1)} of {formatCount(found)}
      </span>
      <button
        type="button"
        disabled={from + rows.length - 1 >= found}
        onClick={() => pages.setPage(page + 1)}
      >
        Next
      </button>
    </nav>
  );
}
