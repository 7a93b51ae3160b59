const ofToday = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const ofAnotherDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** A time as a clock here shows it; the day only when it is not today. The exact time is in the title. */
export function Moment({ time }: { readonly time: string }) {
  const date = new Date(time)
  const isToday = date.toDateString() === new Date().toDateString()
  return (
    <time dateTime={time} title={time}>
      {(isToday ? ofToday : ofAnotherDay).format(date)}
    </time>
  )
}
