// A receiver in a process of its own, gone when its parent lets go: `http` and `tcp` throw away what they get and answer as a
// protocol asks, at the least cost; `s3` and `postgres` store it.
import { argv } from 'node:process';
import { discardHttp } from './receivers/discard-http.mjs';
import { discardTcp } from './receivers/discard-tcp.mjs';
import { runPostgres } from './receivers/run-postgres.mjs';
import { runS3rver } from './receivers/run-s3rver.mjs';

const kinds = { http: discardHttp, tcp: discardTcp, s3: runS3rver, postgres: runPostgres };

const [kind, options] = argv.slice(2);
const { port, stop } = await kinds[kind](JSON.parse(options));
process.on('disconnect', async () => {
  await stop();
  process.exit();
});
process.send({ port });
