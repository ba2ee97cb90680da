// The look-alike of Workato in a process of its own; its parent is told the address and may ask for the requests.
import { argv } from 'node:process';
import { startSimulator } from '../../dist/simulator/server.js';

const simulator = await startSimulator(JSON.parse(argv[2]));
process.on('disconnect', () => process.exit());
process.on('message', () => {
  process.send(simulator.requests.map(({ time, workspace, status }) => ({ time, workspace, status })));
});
process.send({ url: simulator.url });
