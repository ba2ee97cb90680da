// Workato's data centres, for messages that help to find the right one.

export interface Region {
  /** How people abbreviate it. */
  code: string;
  name: string;
  baseUrl: string;
}

/** Every data centre known (https://docs.workato.com/workato-api.html#base-url); a virtual private Workato has a host of its own. */
export const regions: readonly Region[] = [
  { code: 'us', name: 'United States', baseUrl: 'https://www.workato.com' },
  { code: 'eu', name: 'Europe', baseUrl: 'https://app.eu.workato.com' },
  { code: 'jp', name: 'Japan', baseUrl: 'https://app.jp.workato.com' },
  { code: 'sg', name: 'Singapore', baseUrl: 'https://app.sg.workato.com' },
  { code: 'au', name: 'Australia', baseUrl: 'https://app.au.workato.com' },
  { code: 'il', name: 'Israel', baseUrl: 'https://app.il.workato.com' },
  { code: 'kr', name: 'South Korea', baseUrl: 'https://app.kr.workato.com' },
  { code: 'uk', name: 'United Kingdom', baseUrl: 'https://app.uk.workato.com' },
  { code: 'cn', name: 'China', baseUrl: 'https://app.workatoapp.cn' },
  { code: 'trial', name: 'Developer sandbox', baseUrl: 'https://app.trial.workato.com' },
];

/** The region that somebody means by `eu`, `Europe` or `app.eu.workato.com`; undefined where none is meant. */
export function findRegion(text: string): Region | undefined {
  const word = text.trim().toLowerCase();
  return regions.find(
    ({ code, name, baseUrl }) =>
      word === code || word === name.toLowerCase() || word === new URL(baseUrl).hostname,
  );
}

/** All base URLs as one sentence. */
export function listRegions(): string {
  return regions.map(({ name, baseUrl }) => `${name} ${baseUrl}`).join(', ');
}
