// Permissions mean nothing to root, as whom tests often run.

/** Runs `work` as a user who may not do everything, where this one may. */
export async function asNobody(work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}
