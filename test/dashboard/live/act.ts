// What somebody does on the overview: an action is chosen from a row's menu, filled in, and confirmed.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { LiveCollector } from './start-collector.js';

interface Deed {
  /** The workspace or destination. */
  of: string;
  item: string;
  verb: string;
  /** Labels of fields, and what goes into them. */
  fields?: readonly (readonly [label: RegExp, value: string])[];
  /** What the page says then. */
  says: RegExp;
  /** How the audit trail names it. */
  action: string;
}

/** Does it, and proves that the page says so and the audit trail holds it. */
export async function act(page: Page, live: LiveCollector, deed: Deed): Promise<void> {
  await page.getByLabel(`Actions for ${deed.of}`).click();
  await page.getByRole('button', { name: deed.item }).click();
  const dialog = page.getByRole('dialog');
  for (const [label, value] of deed.fields ?? []) await dialog.getByLabel(label).fill(value);
  await dialog.getByRole('button', { name: deed.verb, exact: true }).click();
  await page.getByText(deed.says).waitFor();
  await dialog.waitFor({ state: 'detached' });
  const [newest] = await live.ask((journal) => journal.auditTrail(1));
  expect(newest).toMatchObject({ action: deed.action, actor: 'dashboard 127.0.0.1', outcome: 'done' });
  expect(newest?.subject).toContain(deed.of);
}

/** Pulls the workspace `name` now, in the same way. */
export function pullNow(page: Page, live: LiveCollector, name: string): Promise<void> {
  const says = new RegExp(`${name} is pulled now`);
  return act(page, live, { of: name, item: 'Pull now…', verb: 'Pull now', says, action: 'pull_now' });
}

/** Waits until `what` is so, asked from outside of the page. */
export async function until(what: () => unknown, expected: unknown = true): Promise<void> {
  await expect.poll(what, { timeout: 20_000 }).toEqual(expected);
}

/** The row of a workspace or a destination. */
export function rowOf(page: Page, name: string) {
  return page.getByRole('row', { name: new RegExp(`^${name}\\b`) });
}
