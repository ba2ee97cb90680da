#!/usr/bin/env node
// The command line's door: argv in, exit code out. What a command needs is loaded by the command itself.
import { argv, exit, stdout } from 'node:process';
import { CommanderError } from 'commander';
import { createProgram } from './program.js';

// A reader that has left is found out by whoever writes next; it must not end the process with a stack trace.
stdout.on('error', () => {});
process.stderr.on('error', () => {});

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
