/** The side of a worker process: does one job after the other and answers each with its result. */
export function answerJobs<Job, Result>(work: (job: Job) => Promise<Result>): void {
  process.on('message', async (job: Job) => {
    try {
      process.send?.({ result: await work(job) })
    } catch (error) {
      process.send?.({ error: error instanceof Error ? error.message : String(error) })
    }
  })
  // The bench has ended, however it did.
  process.on('disconnect', () => process.exit(0))
}
