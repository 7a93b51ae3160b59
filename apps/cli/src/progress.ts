const WIDTH = 30

/** Work of fewer steps is over before anybody could read how far it is. */
const STEPS_MIN = 50

/** A bar in one line of a terminal, gone when the work is done. */
export function progressBar(terminal: { write(text: string): unknown }): (done: number, of: number) => void {
  let shown = -1
  return (done, of) => {
    const filled = Math.floor((done / of) * WIDTH)
    if (of < STEPS_MIN || (filled === shown && done < of)) return
    shown = filled
    const bar = '#'.repeat(filled).padEnd(WIDTH)
    terminal.write(done < of ? `\r[${bar}] ${done} of ${of}` : '\r\u001b[K')
  }
}
