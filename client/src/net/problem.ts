/** An answer of the API that says no: problem+json with its sentence and facts. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly fields: Record<string, string>,
    readonly facts: Record<string, unknown>,
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
