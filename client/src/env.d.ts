/// <reference types="vite/client" />
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const c: DefineComponent<Record<string, unknown>, Record<string, unknown>, unknown>
  export default c
}
interface ImportMetaEnv {
  /** Where the API lives, for the mini-program: an https origin without a path. H5 uses its own origin. */
  readonly VITE_ORIGIN?: string
}
