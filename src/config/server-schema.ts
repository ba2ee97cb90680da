// The `server` section: where the dashboard and the machine-readable health are served, and to whom.
import { z } from 'zod';
import { text } from '../platform/fields.js';
import { secret } from '../platform/secret.js';

const LISTEN_FORM = 'an address and a port such as 127.0.0.1:8321 or [::]:8321, or off';

/** Where the server listens; null: nowhere. */
export interface ListenAddress {
  host: string;
  port: number;
}

/** What is listened at where nobody says anything else. */
export const DEFAULT_LISTEN = '127.0.0.1:8321';

/** Reads `127.0.0.1:8321`, `[::1]:8321` or `off`. */
export const Listen = z.string({ error: LISTEN_FORM }).transform((value, context): ListenAddress | null => {
  if (value === 'off') return null;
  const match = /^(\[[0-9a-fA-F:.]+\]|[\w.-]+):(\d{1,5})$/.exec(value.trim());
  const [, host = '', port = ''] = match ?? [];
  if (match && Number(port) <= 65_535) return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
  context.addIssue({ code: 'custom', message: LISTEN_FORM });
  return z.NEVER;
});

export const ServerSection = z
  .strictObject(
    {
      listen: Listen.prefault(DEFAULT_LISTEN).describe(
        'Where `run` serves the dashboard, health and metrics: an address and a port; `off`: nowhere.',
      ),
      token: secret()
        .optional()
        .describe(
          'Who wants to see anything has to give this: `{ env: NAME }` or `{ file: PATH }`, at least 16 characters. Required on any address that other machines reach.',
        ),
      allowed_hosts: z
        .array(text('a host name such as collector.example.com', 255), {
          error: 'a list of host names such as [collector.example.com]',
        })
        .readonly()
        .default([])
        .describe(
          'Names by which browsers may reach it, beside `localhost` and IP addresses; others are refused, against DNS rebinding.',
        ),
    },
    {
      error: (issue) =>
        issue.code === 'unrecognized_keys' ? undefined : 'a mapping such as { listen: 127.0.0.1:8321 }',
    },
  )
  .describe('The dashboard, health and metrics of `run`.');

/** Whether only this machine can reach an address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
