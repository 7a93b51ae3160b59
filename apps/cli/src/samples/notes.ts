import type { Made } from './made.ts'

const SHOWN_MAX = 20

/** What was made, and what there is to know of it: each note once, with how many samples it is about. */
export function summary(made: readonly Made[], out: string | undefined): string {
  const targets = new Set(made.map(({ target }) => target.id))
  const place = out === undefined ? '' : ` in ${out}`
  const counts = Map.groupBy(
    made.flatMap(({ described }) => described.notes),
    note => note,
  )
  const notes = [...counts].sort(([, a], [, b]) => b.length - a.length)
  const left = notes.length - SHOWN_MAX
  return [
    `${made.length} ${made.length === 1 ? 'sample' : 'samples'} in ${targets.size} ${targets.size === 1 ? 'target' : 'targets'}${place}`,
    ...notes.slice(0, SHOWN_MAX).map(([note, { length }]) => `${String(length).padStart(6)} × ${note}`),
    ...(left > 0 ? [`       and ${left} notes more: --format json has them all`] : []),
  ].join('\n')
}
