// A destination with every other setting at its default.
import { NO_FILTER } from '../deliver/filter.js';
import type { DestinationConfig } from './config.js';

export function defaultDestination(name: string, type: string, settings: unknown): DestinationConfig {
  return {
    name,
    type,
    settings,
    format: 'raw',
    filter: NO_FILTER,
    redact: null,
    startFrom: 'beginning',
    renamedFrom: null,
    includeRaw: false,
    batch: {},
  };
}
