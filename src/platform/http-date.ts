// Dates as HTTP writes them. Date.parse alone would take almost any text for one.

const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const FORMS: readonly RegExp[] = [
  new RegExp(`^[A-Z][a-z]{2}, \\d{2} (${MONTHS}) \\d{4} \\d{2}:\\d{2}:\\d{2} GMT$`),
  new RegExp(`^[A-Z][a-z]{5,8}, \\d{2}-(${MONTHS})-\\d{2} \\d{2}:\\d{2}:\\d{2} GMT$`),
  new RegExp(`^[A-Z][a-z]{2} (${MONTHS}) [ \\d]\\d \\d{2}:\\d{2}:\\d{2} \\d{4}$`),
];

/**
 * Reads a date in one of the three forms of RFC 9110, section 5.6.7, to epoch milliseconds; undefined where it is none of them
 * or no day of the calendar.
 */
export function parseHttpDate(text: string | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  if (!FORMS.some((form) => form.test(trimmed))) return undefined;
  const time = Date.parse(trimmed.endsWith('GMT') ? trimmed : `${trimmed} GMT`);
  // Date.parse takes 30 February for 2 March.
  return new Date(time).getUTCDate() === Number(/\d+/.exec(trimmed)?.[0]) ? time : undefined;
}
