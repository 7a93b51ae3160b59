const NAME = 'parhelion_http_request_duration_seconds'
/** Seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Number.POSITIVE_INFINITY]

interface Series {
  readonly labels: string
  /** How many took longer than the bound before and no longer than this one. */
  readonly counts: number[]
  sum: number
}

/**
 * How long requests took, by operation and status. A histogram of the library that writes the other metrics looks its labels
 * up for each observation, which costs more than all else that the end of a request does.
 */
export class Durations {
  readonly #series = new Map<string, Map<number, Series>>()

  observe(operation: string, status: number, seconds: number): void {
    const series = this.#of(operation, status)
    series.sum += seconds
    let at = 0
    while (seconds > (BOUNDS[at] ?? 0)) at++
    series.counts[at] = (series.counts[at] ?? 0) + 1
  }

  /** A histogram in the text format of Prometheus. */
  expose(): string {
    const all = [...this.#series.values()].flatMap(byStatus => [...byStatus.values()])
    const help = `# HELP ${NAME} Time from the arrival of a request to the end of its answer`
    return [help, `# TYPE ${NAME} histogram`, ...all.flatMap(linesOf), ''].join('\n')
  }

  #of(operation: string, status: number): Series {
    const byStatus = this.#series.get(operation) ?? new Map<number, Series>()
    const known = byStatus.get(status)
    if (known !== undefined) return known
    const labels = `operation="${operation}",status="${status}"`
    const series = { labels, counts: BOUNDS.map(() => 0), sum: 0 }
    this.#series.set(operation, byStatus.set(status, series))
    return series
  }
}

function linesOf({ labels, counts, sum }: Series): string[] {
  let count = 0
  const buckets = BOUNDS.map((bound, at) => {
    count += counts[at] ?? 0
    const le = bound === Number.POSITIVE_INFINITY ? '+Inf' : bound
    return `${NAME}_bucket{le="${le}",${labels}} ${count}`
  })
  return [...buckets, `${NAME}_sum{${labels}} ${sum}`, `${NAME}_count{${labels}} ${count}`]
}
