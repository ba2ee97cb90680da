import { describe, expect, it } from 'vitest';
import { isCollectorError } from '../../src/platform/errors.js';
import { normaliseBaseUrl } from '../../src/workato/base-url.js';
import { findRegion, regions } from '../../src/workato/regions.js';

function refusal(text: string) {
  try {
    return `accepted as ${normaliseBaseUrl(text)}`;
  } catch (error) {
    if (isCollectorError(error, 'CONFIG_INVALID')) return `${error.message} ${error.hint}`;
    throw error;
  }
}

describe('normaliseBaseUrl', () => {
  it.each([
    ['https://www.workato.com', 'https://www.workato.com'],
    ['https://www.workato.com/', 'https://www.workato.com'],
    ['https://www.workato.com///', 'https://www.workato.com'],
    ['https://www.workato.com/api', 'https://www.workato.com'],
    ['https://www.workato.com/api/', 'https://www.workato.com'],
    ['https://www.workato.com/api/activity_logs', 'https://www.workato.com'],
    ['HTTPS://App.EU.Workato.com:443/', 'https://app.eu.workato.com'],
    ['https://workato.acme.example:8443/api', 'https://workato.acme.example:8443'],
    ['https://www.workato.com./', 'https://www.workato.com'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://127.8.9.10:80', 'http://127.8.9.10'],
    ['http://[::1]:3000/api', 'http://[::1]:3000'],
    ['https://[2001:DB8::1]', 'https://[2001:db8::1]'],
  ])('brings %s to %s, and leaves that as it is', (text, normalised) => {
    expect(normaliseBaseUrl(text)).toBe(normalised);
    expect(normaliseBaseUrl(normalised)).toBe(normalised);
  });

  it.each([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['app.eu.workato.com', 'has no scheme'],
    ['www.workato.com/api', 'has no scheme'],
    ['localhost:3000', 'has no scheme'],
    ['//www.workato.com', 'has no scheme'],
    ['https:www.workato.com', 'has no scheme'],
    ['ftp://www.workato.com', 'begins with ftp://'],
    ['http://www.workato.com', 'unencrypted'],
    ['http://192.168.0.10', 'unencrypted'],
    ['http://localhost.example.com', 'unencrypted'],
    ['http://127.0.0.1.example.com', 'unencrypted'],
    ['https://', 'no valid host'],
    ['https:///api', 'no valid host'],
    ['https://www.workato.com:99999', 'no valid host or port'],
    ['https://www.workato.com:0', 'no valid host or port'],
    ['https://www.workato.com\\api', 'no valid host'],
    ['https://www.workato.com ', 'contains a blank'],
    ['https://www.work ato.com', 'contains a blank'],
    ['https://www.workato.com/users/current', 'has the path "/users/current"'],
    ['https://www.workato.com/api/v2', 'has the path'],
    ['https://www.workato.com/../api', 'has the path'],
    ['https://www.workato.com/api/managed_users/1/activity_logs', 'managed_user_id'],
    ['https://www.workato.com?token=abcdef', 'carries a query'],
    ['https://www.workato.com/#x', 'carries a query or fragment'],
    ['https://user:hunter22@www.workato.com', 'carries a user name or password'],
    ['user:hunter22@www.workato.com', 'carries a user name or password'],
  ])('refuses %j: %s', (text, problem) => {
    const said = refusal(text);
    expect(said).toContain(problem);
    expect(said).toContain('https://app.eu.workato.com');
    expect(said).not.toMatch(/hunter22|abcdef/);
  });

  it('names the address of a region that is meant', () => {
    for (const text of ['eu', 'Europe', 'app.eu.workato.com', 'APP.EU.WORKATO.COM/api'])
      expect(refusal(text)).toContain('For Europe it is https://app.eu.workato.com.');
  });

  it('shows control characters instead of obeying them, and nothing endless', () => {
    expect(refusal('\u001b[31mred')).toContain('\\u001b[31mred');
    expect(refusal(`ftp://${'x'.repeat(10_000)}`).length).toBeLessThan(1200);
  });
});

describe('regions', () => {
  it('knows each data centre once, in the form that is asked of users', () => {
    expect(new Set(regions.map(({ code }) => code)).size).toBe(regions.length);
    for (const { baseUrl } of regions) expect(normaliseBaseUrl(baseUrl)).toBe(baseUrl);
    expect(findRegion('nowhere')).toBeUndefined();
  });
});
