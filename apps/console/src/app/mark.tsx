/** The sign of Parhelion: the sun in its ring, with the two bright spots beside it. */
export function Mark({ size = 26 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32">
      <circle cx="16" cy="16" r="11.5" fill="none" stroke="var(--mark-ring)" strokeWidth="1.75" />
      <circle cx="16" cy="16" r="5" fill="var(--mark-sun)" />
      <circle cx="4.5" cy="16" r="2.75" fill="var(--mark-dog)" />
      <circle cx="27.5" cy="16" r="2.75" fill="var(--mark-dog)" />
    </svg>
  )
}
