import type { Figure } from './table.ts'

/** Baseline and measured take turns, since what else the machine does changes from second to second. */
export const ROUNDS = 15

/** One round; the result is per second. */
export type Round = () => Promise<number>

/** Baseline and measured in turns, and what comes of one in units of the other. @param bar undefined: only to see */
export async function compare(
  name: string,
  bar: number | undefined,
  baseline: Round,
  measured: Round,
  warmUps = 1,
): Promise<Figure> {
  for (let round = 0; round < warmUps; round++) {
    await baseline()
    await measured()
  }
  const rounds: { baseline: number; measured: number; ratio: number }[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const pair = { baseline: await baseline(), measured: await measured() }
    rounds.push({ ...pair, ratio: pair.measured / pair.baseline })
  }
  return {
    name,
    baseline: `${Math.round(median(rounds.map(one => one.baseline)))}/s`,
    measured: `${Math.round(median(rounds.map(one => one.measured)))}/s`,
    value: median(rounds.map(one => one.ratio)),
    ...(bar === undefined ? {} : { bar: { atLeast: bar } }),
  }
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
