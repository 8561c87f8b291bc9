import { organizationsStations } from '@/api'
import type { Address } from '@/shapes'

/** Digits of the official code that name the township and the county of a community. */
const WIDER = [9, 6]

/** Finds the station nearest to the address's point; where none is known, that of its community, else of its township, else of its county; without an address the city's first. */
export async function nearestStation(address: Address | null) {
  if (address?.lat != null && address.lng != null) {
    const found = (await organizationsStations({ near: address.lat + ',' + address.lng, limit: 1 })).items[0]
    if (found) return found
  }
  const code = address?.division.code || ''
  const places = address ? [address.division.id, ...WIDER.filter((n) => code.length > n).map((n) => code.slice(0, n))] : ['']
  for (const division of places) {
    const found = (await organizationsStations({ division, limit: 1 })).items[0]
    if (found) return found
  }
  return null
}
