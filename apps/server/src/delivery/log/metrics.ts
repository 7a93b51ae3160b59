import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { Backlog } from './backlog.ts'

/** What `/metrics` tells of delivery. */
export class DeliveryMetrics {
  readonly #attempts = new Counter({
    name: 'parhelion_delivery_attempts_total',
    help: 'Events sent to webhooks by this process, by what came of it',
    labelNames: ['outcome'],
    registers: [],
  })
  readonly #duration = new Histogram({
    name: 'parhelion_delivery_call_duration_seconds',
    help: 'Time from a call of a webhook to the end of its answer',
    labelNames: ['outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20],
    registers: [],
  })

  /** A call with so many events, of all of which the same came. */
  observe(outcome: 'delivered' | 'retry' | 'failed', events: number, seconds: number): void {
    this.#attempts.inc({ outcome }, events)
    this.#duration.observe({ outcome }, seconds)
  }

  /** @param read is asked when somebody looks */
  register(registry: Registry, read: () => Promise<Backlog>): void {
    registry.registerMetric(this.#attempts)
    registry.registerMetric(this.#duration)
    new Gauge({
      name: 'parhelion_delivery_queue',
      help: 'Deliveries of all processes, by what they wait for',
      labelNames: ['state'],
      registers: [registry],
      async collect() {
        this.reset()
        const backlog = await ifThere(read)
        if (backlog === undefined) return
        this.set({ state: 'waiting' }, backlog.waiting)
        this.set({ state: 'retrying' }, backlog.retrying)
      },
    })
    new Gauge({
      name: 'parhelion_delivery_oldest_event_seconds',
      help: 'Age of the oldest event that nobody has taken up yet',
      registers: [registry],
      async collect() {
        this.set((await ifThere(read))?.oldestSeconds ?? Number.NaN)
      },
    })
  }
}

/** While the database is away the rest is told all the same. */
const ifThere = (read: () => Promise<Backlog>): Promise<Backlog | undefined> => read().catch(() => undefined)
