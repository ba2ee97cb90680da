// Loaded into a measured process before its program: says on file descriptor 3, twice a second and at the end, what it has used.
import { writeSync } from 'node:fs';

const INTERVAL_MS = 500;
const REPORT_FD = 3;

setInterval(report, INTERVAL_MS).unref();
process.on('exit', report);

function report() {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = {
    at: Date.now(),
    cpuMs: (userCPUTime + systemCPUTime) / 1000,
    rssBytes: process.memoryUsage.rss(),
    peakRssBytes: maxRSS * 1024,
  };
  writeSync(REPORT_FD, `${JSON.stringify(usage)}\n`);
}
