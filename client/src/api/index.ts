// Made by `npm run api` from docs/openapi.json; never edited.
export * from './calls'
export type * from './types'
