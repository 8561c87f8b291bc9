/** An answer of the API that says no: problem+json with its sentence and facts. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly fields: Record<string, string>,
    readonly facts: Record<string, unknown>,
    /** How long to wait before asking again, seconds; 0 when nobody said. */
    readonly wait_s = 0,
  ) {
    super(detail)
    this.name = 'Problem'
  }
}

/** No answer came back: the network is gone or the server can't be reached. */
export class Offline extends Error {
  constructor() {
    super('offline')
    this.name = 'Offline'
  }
}
