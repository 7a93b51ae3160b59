import { useCallback, useEffect, useRef } from 'react'

/**
 * Where there is room for the tree or the item alone, what had the focus goes away with a step to the other one: then what
 * takes its place gets it.
 * @param goal selector inside of the element that has the reference
 * @returns the reference, and what is called before such a step
 */
export function useKeptFocus(goal: string) {
  const within = useRef<HTMLDivElement>(null)
  const steps = useRef(false)
  const expect = useCallback(() => {
    steps.current = true
  }, [])
  useEffect(() => {
    if (!steps.current) return
    steps.current = false
    const frame = requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return
      within.current?.querySelector<HTMLElement>(goal)?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [goal])
  return [within, expect] as const
}
