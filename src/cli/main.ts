#!/usr/bin/env node
// The command line's door: argv in, exit code out. What a command needs is loaded by the command itself.
import { argv, exit, stderr, stdout } from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { CommanderError } from 'commander';
import { describeError } from '../platform/errors.js';
import { createProgram } from './program.js';

// A collector keeps little and drops much. Let grow by half at a time, and not fourfold, its heap needs a third less memory.
setFlagsFromString('--heap-growing-percent=50');
// A reader that has left is found out by whoever writes next; it must not end the process with a stack trace.
stdout.on('error', () => {});
stderr.on('error', () => {});
// What was collected is safe in the journal whatever happens here: one line, and out.
process.on('uncaughtException', (error: unknown) => {
  stderr.write(
    `error: A fault in this program: ${describeError(error)}\nhint: Report it. What was collected is intact.\n`,
  );
  exit(1);
});

exit(await main());

async function main(): Promise<number> {
  let exitCode = 0;
  const program = createProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv);
    return exitCode;
  } catch (error: unknown) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : 2;
  }
}
