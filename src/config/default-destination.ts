// A destination with every other setting at its default.
import type { DestinationConfig } from './config.js';

export function defaultDestination(name: string, type: string, settings: unknown): DestinationConfig {
  return { name, type, settings, format: 'raw', startFrom: 'beginning', renamedFrom: null, batch: {} };
}
