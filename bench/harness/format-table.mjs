// Findings as a table for people.

const HEADINGS = ['', 'what', 'measured', 'bound', 'note'];

/** One line a finding, columns in line. */
export function formatTable(findings) {
  const rows = findings.map(({ what, measured, bound, isMet, note = '' }) => [
    isMet === null ? '?' : isMet ? 'ok' : 'MISSED',
    what,
    measured,
    bound,
    note,
  ]);
  const all = [HEADINGS, ...rows];
  const widths = HEADINGS.map((_, column) => Math.max(...all.map((row) => row[column].length)));
  const toLine = (row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join('  ')
      .trimEnd();
  return [toLine(HEADINGS), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(toLine)].join(
    '\n',
  );
}
