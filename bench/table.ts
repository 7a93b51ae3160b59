export interface Figure {
  readonly name: string
  readonly baseline?: string
  readonly measured?: string
  readonly value: number
  /** Undefined: only for comparison. */
  readonly bar?: { readonly atLeast: number } | { readonly atMost: number }
  readonly unit?: string
}

/** Prints the figures against their bars; whether all hold. */
export function print(figures: readonly Figure[]): boolean {
  const rows = figures.map(figure => ({
    figure: figure.name,
    baseline: figure.baseline ?? '',
    measured: figure.measured ?? '',
    value: withUnit(figure.value, figure.unit),
    bar: barOf(figure),
    verdict: figure.bar === undefined ? '' : holds(figure) ? 'pass' : 'FAIL',
  }))
  console.table(rows)
  return figures.every(holds)
}

function barOf({ bar, unit }: Figure): string {
  if (bar === undefined) return ''
  return 'atLeast' in bar ? `≥ ${withUnit(bar.atLeast, unit)}` : `≤ ${withUnit(bar.atMost, unit)}`
}

const withUnit = (value: number, unit: string | undefined) =>
  unit === undefined ? value.toFixed(2) : `${value.toFixed(unit === 'MB' ? 0 : unit === 'ms' ? 1 : 2)} ${unit}`

function holds({ value, bar }: Figure): boolean {
  if (bar === undefined) return true
  return 'atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost
}
