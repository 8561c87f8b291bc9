import type { Platform } from './types'
// #ifdef MP-WEIXIN
import { platform as mp } from './mp-weixin'
// #endif
// #ifdef H5
import { platform as h5 } from './h5'
// #endif

let chosen: Platform | undefined
// #ifdef MP-WEIXIN
chosen = mp
// #endif
// #ifdef H5
chosen = h5
// #endif
export const platform = chosen as Platform
