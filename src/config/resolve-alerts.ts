// Alerts: names of their own, and the secrets that the environment holds.
import type { AlertEntry } from './alerts-schema.js';
import type { AlertConfig } from './config.js';
import type { Environment } from './flag-entries.js';
import type { Problem } from './problem.js';
import { provideSecrets } from './provide-secrets.js';
import { findSameNames } from './same-names.js';
import type { NamePath } from './schema-problems.js';

/** The alerts that `entries` describe; mistakes are added to `problems`. No `environment`: nothing is sent, no secret is needed. */
export function resolveAlerts(
  entries: readonly (AlertEntry | undefined)[],
  environment: Environment | null,
  namePath: NamePath,
  problems: Problem[],
): readonly AlertConfig[] {
  problems.push(...findSameNames('alerts', entries, namePath));
  return entries.flatMap((entry, index) => {
    if (!entry) return [];
    const named: NamePath = (path) => namePath(['alerts', index, ...path]);
    if (environment) problems.push(...provideSecrets(entry, environment, named));
    return [settle(entry)];
  });
}

function settle(entry: AlertEntry): AlertConfig {
  const { name, type, url, headers, secret_headers, bearer_token, basic_auth } = entry;
  return {
    name,
    type,
    url,
    headers: { headers, secret_headers, bearer_token, basic_auth },
    timeoutMs: entry.timeout,
    rules: {
      on: entry.on,
      failingAfterMs: entry.failing_after,
      noDataAfterMs: entry.no_data_after,
      behindAfterMs: entry.behind_after,
      repeatEveryMs: entry.repeat_every,
    },
  };
}
