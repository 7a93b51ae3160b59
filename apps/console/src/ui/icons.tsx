import type { ReactNode } from 'react'

interface Props {
  /** Pixels, both ways. */
  readonly size?: number
  /** Degrees, clockwise. */
  readonly turn?: number
  readonly className?: string | undefined
}

/** The few signs the pages use, drawn as lines; whoever shows one names it beside it. */
const icon = (lines: ReactNode) =>
  function Icon({ size = 16, turn = 0, className }: Props) {
    return (
      <svg
        aria-hidden="true"
        className={className}
        style={turn === 0 ? undefined : { transform: `rotate(${turn}deg)` }}
        width={size}
        height={size}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        {lines}
      </svg>
    )
  }

export const CopyIcon = icon(
  <>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
  </>,
)
export const CheckIcon = icon(<path d="m3 8.5 3.2 3.2L13 4.8" />)
export const ChevronIcon = icon(<path d="m6 4 4 4-4 4" strokeWidth="1.6" strokeLinejoin="miter" />)
export const DownloadIcon = icon(<path d="M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10" />)
export const WarningIcon = icon(
  <>
    <path d="M8 2.3 14.2 13.3H1.8Z" />
    <path d="M8 6.5v3M8 11.3v.1" />
  </>,
)
