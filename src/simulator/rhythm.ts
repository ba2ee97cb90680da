// When the look-alike's events happen: in working hours more than at night, hardly at weekends.
import { chance } from './seeded.js';

const HOUR_MS = 3_600_000;
const PURPOSE_MOMENT = 30;
const PURPOSE_GAP = 31;

/** How busy each hour of a day (UTC) is. */
const WORKDAY = [1, 1, 1, 1, 1, 2, 5, 12, 22, 28, 28, 24, 18, 26, 28, 26, 24, 20, 12, 8, 6, 4, 2, 1];
const WEEKEND_SHARE = 0.12;

/** `count` rising times in `[from, to)`, epoch milliseconds. */
export function planTimes(seed: number, count: number, from: number, to: number): Float64Array {
  const times = new Float64Array(count);
  const total = busynessBetween(from, to);
  let start = from;
  let end = Math.min(to, nextHour(from));
  let before = 0;
  let within = busynessBetween(start, end);
  for (let number = 0; number < count; number += 1) {
    const target = ((number + chance(seed, number, PURPOSE_MOMENT)) / count) * total;
    while (target >= before + within && end < to) {
      before += within;
      start = end;
      end = Math.min(to, start + HOUR_MS);
      within = busynessBetween(start, end);
    }
    const share = Math.min((target - before) / within, 1);
    times[number] = Math.min(Math.floor(start + share * (end - start)), to - 1);
  }
  return times;
}

/** Gathers `size` events at a time within one second, at `bursts` places spread over `times`. The order stays. */
export function gatherBursts(times: Float64Array, bursts: number, size: number): void {
  for (let burst = 0; burst < bursts; burst += 1) {
    const first = Math.floor(((burst + 0.5) * times.length) / bursts);
    const second = Math.floor((times[first] ?? 0) / 1000) * 1000;
    for (let place = 0; place < size && first + place < times.length; place += 1) {
      times[first + place] = second + Math.floor((place * 1000) / size);
    }
  }
  for (let number = 1; number < times.length; number += 1) {
    times[number] = Math.max(times[number] ?? 0, times[number - 1] ?? 0);
  }
}

/** The time from one live event to event `number`, milliseconds: exponential, as of things that happen independently. */
export function liveGapMs(seed: number, number: number, perMinute: number): number {
  return (-Math.log(1 - chance(seed, number, PURPOSE_GAP)) * 60_000) / perMinute;
}

function busynessBetween(from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at = nextHour(at)) {
    sum += busynessAt(at) * (Math.min(to, nextHour(at)) - at);
  }
  return sum;
}

function busynessAt(time: number): number {
  const date = new Date(time);
  const weekend = date.getUTCDay() % 6 === 0;
  return (WORKDAY[date.getUTCHours()] ?? 1) * (weekend ? WEEKEND_SHARE : 1);
}

function nextHour(time: number): number {
  return (Math.floor(time / HOUR_MS) + 1) * HOUR_MS;
}
