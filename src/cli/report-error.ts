// An error on its way to the operator: what happened, what to do next, and never a stack trace.
import type { Problem } from '../config/problem.js';
import { describeError, isCollectorError } from '../platform/errors.js';
import { redact } from '../platform/secrets.js';
import { escapeControls } from '../platform/text.js';
import type { CommandContext } from './command-context.js';

/** Reports what ended a command, or one `subject` of it. */
export function reportError(
  error: unknown,
  { logger, screen, log, stop }: CommandContext,
  subject?: string,
): void {
  if (!isCollectorError(error)) {
    reportFault(error, { logger, screen, log });
    return;
  }
  if (error.code === 'ABORTED' && stop.signal.aborted) {
    logger.info('Stopped before the end. Nothing is lost; the next run goes on from here.');
    return;
  }
  const whose = subject === undefined ? '' : `${subject}: `;
  const lines = problemsOf(error)?.map(({ path, message }) => `${path}: ${message}`) ?? [
    `${whose}${error.message}`,
  ];
  if (log.logFormat === 'json') {
    for (const line of lines) {
      logger.error(line, {
        code: error.code,
        hint: error.hint || undefined,
        correlation_id: error.correlationId,
      });
    }
    return;
  }
  for (const line of lines) screen.write(`error: ${clean(line)}\n`);
  if (error.correlationId) screen.write(`correlation id: ${clean(error.correlationId)}\n`);
  if (error.hint) screen.write(`hint: ${clean(error.hint)}\n`);
}

function reportFault(
  error: unknown,
  { logger, screen, log }: Pick<CommandContext, 'logger' | 'screen' | 'log'>,
): void {
  const text = `A fault in this program: ${describeError(error)}`;
  const hint = 'Report it with the output of --log-level debug. What was collected is intact.';
  if (log.logFormat === 'json') logger.error(text, { hint });
  else screen.write(`error: ${clean(text)}\nhint: ${hint}\n`);
  if (error instanceof Error) logger.debug('Where the fault came up.', { stack: error.stack });
}

function problemsOf(error: object): readonly Problem[] | undefined {
  return 'problems' in error && Array.isArray(error.problems) ? error.problems : undefined;
}

/** `text` as it may stand on a terminal. */
export function clean(text: string): string {
  return escapeControls(redact(text));
}
