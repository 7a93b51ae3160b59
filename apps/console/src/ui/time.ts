const FORMAT = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** A time for people, in the zone of their machine: `25 Nov 2026, 23:15`. @param time ISO 8601, or milliseconds */
export const timeOf = (time: string | number): string => FORMAT.format(new Date(time))
